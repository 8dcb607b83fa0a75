Imports System.Collections.Generic
Imports System.Linq
Imports System.Threading.Tasks

' K31: what only Visual Basic has, or has in a way of its own.
Public Interface IGreets
    Function Greet(name As String) As String
End Interface

Public Class Bell
    Public Event Rang As EventHandler(Of EventArgs)

    Public Sub Ring()
        RaiseEvent Rang(Me, EventArgs.Empty)
    End Sub
End Class

Public Class House
    Implements IGreets

    Private WithEvents _bell As New Bell()

    Public Rings As Integer

    Default Public Property Room(floor As Integer, Optional wing As String = "east") As String
        Get
            Return floor.ToString() & wing
        End Get
        Set(value As String)
            Rings = value.Length
        End Set
    End Property

    Public Function Hello(name As String) As String Implements IGreets.Greet
        Return "hello " & name
    End Function

    Public Sub RingTwice()
        _bell.Ring()
        _bell.Ring()
    End Sub

    Private Sub OnRang(sender As Object, e As EventArgs) Handles _bell.Rang
        Rings += 1
    End Sub

    Public Shared Iterator Function Numbers(count As Integer) As IEnumerable(Of Integer)
        Try
            For i = 1 To count
                Yield i
            Next
        Finally
            count = 0
        End Try
    End Function

    Public Shared Async Function Regions(fail As Boolean) As Task(Of String)
        Dim text = ""
        Try
            Using New Resource()
                Await Task.Yield()
                If fail Then Throw New InvalidOperationException("vb")
            End Using
            Return "returned"
        Catch ex As InvalidOperationException When fail
            text = ex.Message
        Finally
            text &= "f"
        End Try
        Await Task.Yield()
        Return text
    End Function

    Public Shared Function Choose(value As Integer) As String
        Select Case value
            Case 0 : Return "none"
            Case 1 To 3 : Return "few"
            Case Is > 100 : Return "many"
            Case Else : Return "some"
        End Select
    End Function

    Public Shared Function NamedResult(value As Integer) As Integer
        NamedResult = value
        If value > 10 Then Exit Function
        NamedResult += 1
    End Function

    Public Shared Operator +(left As House, right As Integer) As House
        Return New House With {.Rings = left.Rings + right}
    End Operator

    Private NotInheritable Class Resource
        Implements IDisposable

        Public Sub Dispose() Implements IDisposable.Dispose
        End Sub
    End Class
End Class

Public Module LanguageScenarios
    Public Function K3_K4_K31_properties_and_handlers() As String
        Dim house = New House()
        house.RingTwice()
        Dim text = house(2) & house(3, "west") & house.Rings.ToString()
        house(1) = "four"
        Return text & house.Rings.ToString()
    End Function

    Public Function K10_K31_implements() As String
        Return DirectCast(New House(), IGreets).Greet("vb")
    End Function

    Public Function K31_S16_iterators() As String
        Return String.Join(",", House.Numbers(3)) & House.Numbers(5).First().ToString()
    End Function

    Public Async Function K31_S10_async_regions() As Task(Of String)
        Return Await House.Regions(False) & Await House.Regions(True)
    End Function

    Public Function F18_K31_select_case() As String
        Return House.Choose(0) & House.Choose(2) & House.Choose(50) & House.Choose(500)
    End Function

    Public Function F2_K31_named_result() As String
        Return House.NamedResult(3).ToString() & House.NamedResult(30).ToString()
    End Function

    Public Function K2_K8_operators_and_lambdas() As String
        Dim add = Function(x As Integer) (New House() + x).Rings
        Return add(4).ToString() & String.Concat(Enumerable.Range(1, 3).Select(Function(x) (x * add(1)).ToString()))
    End Function
End Module
