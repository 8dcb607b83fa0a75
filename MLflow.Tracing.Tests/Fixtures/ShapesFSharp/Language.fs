namespace Shapes

open System
open System.Collections.Generic
open System.Threading.Tasks

/// K32: what only F# has, or has in a way of its own.
type Greeter =
    abstract Greet: string -> string
    abstract Item: int -> int with get

[<Struct>]
type Vector =
    { X: float
      Y: float }

    static member (+)(left: Vector, right: Vector) =
        { X = left.X + right.X
          Y = left.Y + right.Y }

    member this.Length = this.X * this.X + this.Y * this.Y

type Tree<'T> =
    | Leaf
    | Node of Tree<'T> * 'T * Tree<'T>

type Stateful() =
    static let mutable made = 0
    static do made <- 1
    let mutable count = 0
    let changed = Event<int>()

    do made <- made + 1

    [<CLIEvent>]
    member _.Changed = changed.Publish

    member _.Next() =
        count <- count + 1
        changed.Trigger count
        count

    member val Auto = 3 with get, set
    static member Made = made > 0

    interface Greeter with
        member _.Greet name = "hello " + name
        member _.Item with get index = index * 2

exception Custom of code: int * text: string

module Extensions =
    type String with
        member text.Shouted = text.ToUpperInvariant()

module Language =
    open Extensions

    let rec insert value tree =
        match tree with
        | Leaf -> Node(Leaf, value, Leaf)
        | Node(left, held, right) when value < held -> Node(insert value left, held, right)
        | Node(left, held, right) -> Node(left, held, insert value right)

    let rec walk tree =
        seq {
            match tree with
            | Leaf -> ()
            | Node(left, held, right) ->
                yield! walk left
                yield held
                yield! walk right
        }

    let inline twice (x: ^T) : ^T = x + x

    let (|Even|Odd|) n = if n % 2 = 0 then Even else Odd

    let parity n =
        match n with
        | Even -> "even"
        | Odd -> "odd"

    let counter () =
        let mutable n = 0
        let cell = ref 0

        fun by ->
            cell.Value <- cell.Value + by
            cell.Value + n

    let custom code = raise (Custom(code, "custom"))

    let guarded code =
        try
            custom code
        with
        | Custom(1, text) -> "one " + text
        | Custom(code, _) when code > 5 -> "large"

    let using (log: List<string>) =
        use _ =
            { new IDisposable with
                member _.Dispose() = log.Add "disposed" }

        log.Add "body"
        log.Count

    let spans (text: ReadOnlySpan<char>) = text.Length

    let regions (fail: bool) : Task<string> =
        task {
            let log = List<string>()

            try
                try
                    do! Task.Delay 1
                    if fail then failwith "fs"
                    return "returned"
                with e ->
                    do! Task.Yield()
                    return e.Message
            finally
                log.Add "finally"
        }

    let valueTask (n: int) : ValueTask<int> = ValueTask<int>(n)

    let shouted (text: string) = text.Shouted

[<AbstractClass; Sealed>]
type LanguageScenarios =
    static member K32_unions_and_sequences() =
        [ 5; 2; 8; 1 ] |> List.fold (fun tree value -> Language.insert value tree) Leaf |> Language.walk |> Seq.map string |> String.concat ","

    static member K1_K2_K32_extensions_and_operators() =
        Language.shouted "quiet" + string (({ X = 1.0; Y = 2.0 } + { X = 2.0; Y = 2.0 }).Length) + string (Language.twice 4) + Language.twice "t"

    static member K3_K4_K6_K10_members() =
        let stateful = Stateful()
        let mutable seen = 0
        stateful.Changed.Add(fun n -> seen <- seen + n)
        stateful.Auto <- stateful.Next() + stateful.Next()
        let greeter = stateful :> Greeter
        greeter.Greet "fs" + string greeter[4] + string stateful.Auto + string seen + string Stateful.Made

    static member K8_K32_closures_and_patterns() =
        let next = Language.counter ()
        string (next 2) + string (next 3) + Language.parity 3 + Language.parity 4

    static member F5_F6_custom_exceptions() =
        let escaped =
            try
                Language.guarded 3
            with Custom(code, _) ->
                "escaped " + string code

        Language.guarded 1 + Language.guarded 9 + escaped

    static member F4_use() =
        let log = List<string>()
        string (Language.using log) + String.concat "," log

    static member P6_spans() = string (Language.spans ("span".AsSpan()))

    static member S10_K32_tasks_with_regions() : Task<string> =
        task {
            let! returned = Language.regions false
            let! failed = Language.regions true
            let! value = Language.valueTask 7
            return returned + failed + string value
        }
