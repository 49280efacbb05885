/** A UUID as the database writes it: what stands in addresses for a person, a grant, a card. It is looked at before a query is. */
export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
