namespace Shapes

open System
open System.Threading.Tasks

type Animal(name: string) =
    let mutable calls = 0
    member _.Name = name
    abstract Speak: unit -> string
    default _.Speak() =
        calls <- calls + 1
        name + string calls

type Dog(name: string) =
    inherit Animal(if name = "" then "rex" else name)
    let sound = "woof"
    override this.Speak() = base.Speak() + sound

type Shape =
    | Circle of radius: float
    | Rectangle of width: float * height: float

module Functions =
    let rec isEven n = if n = 0 then true else isOdd (n - 1)
    and isOdd n = if n = 0 then false else isEven (n - 1)

    let area shape =
        match shape with
        | Circle r -> r * r
        | Rectangle(w, h) -> w * h

    let add (a: int) (b: int) (c: int) = a + b + c

    let applyTwice f x = f (f x)

    let generic<'T when 'T: comparison> (a: 'T) (b: 'T) = compare a b

    let byref (value: byref<int>) = value <- value + 1

    let later (n: int) : Task<int> =
        task {
            do! Task.Yield()
            return n + 1
        }

    let failing (message: string) : Task<int> =
        task {
            do! Task.Yield()
            return raise (InvalidOperationException message)
        }

    let workflow (n: int) =
        async {
            do! Async.Sleep 1
            return n * 2
        }

    let squares n = seq { for i in 1..n -> i * i }

    let tryWith n =
        try
            try
                if n = 0 then invalidArg "n" "zero"
                n
            with :? ArgumentException -> -1
        finally
            ignore n

[<AbstractClass; Sealed>]
type FSharpScenarios =
    static member K5_constructors() = (Dog "").Speak() + (Dog "max").Speak()

#if DEBUG
    static member F14_tail_recursion() = string (Functions.isEven 1001)
#else
    // Deep enough to overflow the stack if its tail calls became ordinary ones.
    static member F14_tail_recursion() = string (Functions.isEven 1000001)
#endif

    static member K32_functions() =
        let mutable cell = 1
        Functions.byref &cell
        string (Functions.area (Circle 2.0)) + string (Functions.area (Rectangle(2.0, 3.0)))
        + string (Functions.add 1 2 3) + string (List.map (Functions.add 1 1) [ 1; 2 ])
        + Functions.applyTwice (fun s -> s + "x") "a" + string (Functions.generic 1 2) + string (Functions.generic "b" "a")
        + string cell + string (Seq.sum (Functions.squares 4)) + string (Functions.tryWith 0) + string (Functions.tryWith 3)

    static member K32_tasks() : Task<string> =
        task {
            let! one = Functions.later 0
            let! two = Functions.workflow 1
            try
                let! _ = Functions.failing "fs"
                return "not reached"
            with e ->
                return string one + string two + e.Message
        }
