using Spectre.Console;
using Spectre.Console.Rendering;

namespace ForeignCode;

public static class SpectreConsoleScenarios
{
    public static string Spectre_Console()
    {
        using var text = new StringWriter();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.TrueColor,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = 60;
        console.Profile.Capabilities.Unicode = true;
        var table = new Table().Border(TableBorder.Rounded).Title("[bold]Stock[/]").AddColumn("Article").AddColumn(new TableColumn("Count").RightAligned());
        table.AddRow("[red]Book[/]", "2").AddRow(new Markup("an [underline]underlined[/] word"), new Text("1000"));
        table.AddRow(new Panel("inside").Header("panel"), new Rows(new Text("x"), new Text("y")));
        console.Write(table);
        var tree = new Tree("root");
        tree.AddNode("[blue]one[/]").AddNode("two");
        console.Write(tree);
        console.Write(new Columns(Enumerable.Range(0, 9).Select(i => new Text("column " + i))));
        console.Write(new BarChart().Width(40).AddItem("a", 3, Color.Red).AddItem("b", 7.5, Color.Blue));
        console.Write(new Rule("[yellow]rule[/]").LeftJustified());
        console.MarkupLineInterpolated($"[green]{"[escaped]"}[/] {12.5:0.00}");
        console.Write(new Calendar(2024, 2).AddCalendarEvent(2024, 2, 29));
        try
        {
            console.MarkupLine("[nocolor]x[/]");
        }
        catch (InvalidOperationException exception)
        {
            text.Write($"{exception.GetType().Name}: {exception.Message}");
        }

        IRenderable grid = new Grid().AddColumn().AddColumn().AddRow("left", "right [italic]text that is much too long for one line of the console[/]");
        console.Write(grid);
        return text.ToString();
    }
}
