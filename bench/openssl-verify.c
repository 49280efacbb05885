/* The same checks by OpenSSL's library: a path of three certificates with two CRLs, and the signed message before it. Built and run
 * by bench/certificates.ts: `openssl-verify FOLDER RUNS TIME`, which prints both medians in microseconds. The CRLs and the
 * certificates above the signer's are read once, as ours are. */
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static unsigned char *bytes_of(const char *folder, const char *name, long *size) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "rb");
  if (file == NULL) { perror(path); exit(1); }
  fseek(file, 0, SEEK_END);
  *size = ftell(file);
  rewind(file);
  unsigned char *bytes = malloc(*size);
  if (fread(bytes, 1, *size, file) != (size_t)*size) exit(1);
  fclose(file);
  return bytes;
}

static X509 *certificate(const char *folder, const char *name) {
  long size;
  const unsigned char *bytes = bytes_of(folder, name, &size);
  return d2i_X509(NULL, &bytes, size);
}

static X509_CRL *list(const char *folder, const char *name) {
  long size;
  const unsigned char *bytes = bytes_of(folder, name, &size);
  return d2i_X509_CRL(NULL, &bytes, size);
}

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * 1e6 + at.tv_nsec / 1e3;
}

static int ascending(const void *a, const void *b) {
  double difference = *(const double *)a - *(const double *)b;
  return (difference > 0) - (difference < 0);
}

static void insist(int holds) {
  if (holds) return;
  ERR_print_errors_fp(stderr);
  exit(1);
}

int main(int count, char **words) {
  if (count != 4) return 2;
  const char *folder = words[1];
  int runs = atoi(words[2]);
  X509_STORE *store = X509_STORE_new();
  X509_STORE_add_cert(store, certificate(folder, "root.der"));
  X509_STORE_add_crl(store, list(folder, "root.crl"));
  X509_STORE_add_crl(store, list(folder, "authority.crl"));
  X509_VERIFY_PARAM *asked = X509_STORE_get0_param(store);
  X509_VERIFY_PARAM_set_time(asked, atoll(words[3]));
  X509_VERIFY_PARAM_set_purpose(asked, X509_PURPOSE_ANY);
  X509_VERIFY_PARAM_set_flags(asked, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL | X509_V_FLAG_X509_STRICT | X509_V_FLAG_POLICY_CHECK);
  X509 *own = certificate(folder, "own.der");
  STACK_OF(X509) *between = sk_X509_new_null();
  sk_X509_push(between, certificate(folder, "between.der"));
  long message_size, content_size;
  unsigned char *message = bytes_of(folder, "message.der", &message_size);
  unsigned char *content = bytes_of(folder, "content", &content_size);

  double *times = malloc(runs * sizeof *times);
  for (int whole = 0; whole < 2; whole++) {
    for (int run = 0; run < runs; run++) {
      double begun = now();
      if (whole) {
        const unsigned char *at = message;
        CMS_ContentInfo *data = d2i_CMS_ContentInfo(NULL, &at, message_size);
        BIO *said = BIO_new(BIO_s_mem());
        insist(data != NULL && CMS_verify(data, NULL, store, NULL, said, CMS_BINARY) == 1);
        char *bytes;
        long size = BIO_get_mem_data(said, &bytes);
        insist(size == content_size && memcmp(bytes, content, size) == 0);
        BIO_free(said);
        CMS_ContentInfo_free(data);
      } else {
        X509_STORE_CTX *context = X509_STORE_CTX_new();
        X509_STORE_CTX_init(context, store, own, between);
        insist(X509_verify_cert(context) == 1);
        X509_STORE_CTX_free(context);
      }
      times[run] = now() - begun;
    }
    qsort(times, runs, sizeof *times, ascending);
    printf("%.1f\n", times[runs / 2]);
  }
  return 0;
}
