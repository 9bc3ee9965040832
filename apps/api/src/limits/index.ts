import './schema.ts'

export { type BudgetLimits, choosePurses } from './choose-purses.ts'
export { createBudgets, type SpendBudget } from './spend-budget.ts'
