Imports System.Threading.Tasks

Public Class Counter
    Private ReadOnly _start As Integer

    Public Sub New(start As Integer)
        _start = start
    End Sub

    Public Function NextStatic() As Integer
        Static calls As Integer = 0
        calls += 1
        Return _start + calls
    End Function

    Public Shared Function OnError(divisor As Integer) As String
        On Error GoTo Failed
        Dim result As Integer = 10 \ divisor
        Return result.ToString()
Failed:
        Return "failed " & Err.Number.ToString()
    End Function

    Public Shared Function Resumes(divisor As Integer) As String
        On Error Resume Next
        Dim result As Integer = 10 \ divisor
        Return "resumed " & result.ToString()
    End Function

    Public Shared Async Function Later(value As Integer) As Task(Of Integer)
        Await Task.Yield()
        Return value + 1
    End Function

    Public Shared Async Function Fails(message As String) As Task
        Await Task.Yield()
        Throw New InvalidOperationException(message)
    End Function

    Public Shared Async Sub Fire(done As TaskCompletionSource(Of String))
        Await Task.Yield()
        done.SetResult("fired")
    End Sub

    Public Shared Sub Assign(ByRef value As Integer, Optional by As Integer = 2)
        value += by
    End Sub

    Public Shared Function Filtered(number As Integer) As String
        Try
            If number > 0 Then Throw New ArgumentException("positive")
            Return "not thrown"
        Catch ex As ArgumentException When number > 1
            Return "filtered " & ex.Message
        Catch ex As Exception
            Return "caught " & ex.Message
        Finally
            number = 0
        End Try
    End Function
End Class

Public Module VisualBasicScenarios
    Public Function K31_static_locals() As String
        Dim counter = New Counter(10)
        Return counter.NextStatic().ToString() & counter.NextStatic().ToString()
    End Function

    Public Function K31_on_error() As String
        Return Counter.OnError(0) & Counter.OnError(5) & Counter.Resumes(0) & Counter.Resumes(2)
    End Function

    Public Function F6_filters() As String
        Return Counter.Filtered(0) & Counter.Filtered(1) & Counter.Filtered(2)
    End Function

    Public Function P2_by_reference() As String
        Dim value = 5
        Counter.Assign(value)
        Counter.Assign(value, 10)
        Return value.ToString()
    End Function

    Public Async Function S1_S3_async() As Task(Of String)
        Dim done = New TaskCompletionSource(Of String)()
        Counter.Fire(done)
        Dim failed = ""
        Try
            Await Counter.Fails("vb")
        Catch ex As InvalidOperationException
            failed = ex.Message
        End Try
        Return (Await Counter.Later(1)).ToString() & Await done.Task & failed
    End Function

    Public Async Function S1_uncaught() As Task(Of String)
        Await Counter.Fails("uncaught")
        Return "not reached"
    End Function
End Module
