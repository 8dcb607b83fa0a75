Imports System.Threading.Tasks

Namespace Global.Shop
    Public Module Program
        Public Sub Main()
            System.Console.WriteLine(TotalAsync("tea", 3).Result)
        End Sub

        Public Async Function TotalAsync(item As String, count As Integer) As Task(Of Integer)
            Await Task.Yield()
            Dim sum = 0
            For Each character In item
                sum += AscW(character)
            Next
            Return sum * count
        End Function
    End Module
End Namespace
