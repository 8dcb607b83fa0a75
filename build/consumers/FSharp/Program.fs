namespace Shop

open System.Threading.Tasks

module Orders =
    let price (item: string) = item |> Seq.sumBy int

    let totalAsync (item: string) (count: int) : Task<int> =
        task {
            do! Task.Yield()
            return price item * count
        }

module Program =
    [<EntryPoint>]
    let main _ =
        printfn "%d" (Orders.totalAsync "tea" 3).Result
        0
