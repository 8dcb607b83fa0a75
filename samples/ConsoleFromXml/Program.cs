using ConsoleFromXml.Desk;
using ConsoleFromXml.Inbox;

var desk = new HelpDesk(new ParcelRegister());
foreach (var letter in Letter.ReadAll(Path.Combine(AppContext.BaseDirectory, "letters.txt")))
{
    Console.WriteLine(await desk.AnswerAsync(letter.Sender, letter.Text));
}
