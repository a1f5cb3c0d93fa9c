/** Pieces of main.py. */

/** An app made of these pieces, as one would write it. */
export const app = (...pieces: readonly string[]): string =>
  ['from fastapi import FastAPI', '', 'app = FastAPI()', ...pieces.map((piece) => piece.trim())].join('\n\n')

export const cors = (args: string): string => `
from fastapi.middleware.cors import CORSMiddleware

app.add_middleware(CORSMiddleware, ${args})
`

/** A route with every method the cases need. */
export const ITEMS = `
@app.get("/items")
@app.post("/items")
@app.put("/items")
@app.patch("/items")
@app.delete("/items")
def items():
    return {"ok": True}
`
