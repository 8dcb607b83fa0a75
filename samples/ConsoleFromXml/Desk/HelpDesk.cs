using ConsoleFromXml.Inbox;

namespace ConsoleFromXml.Desk;

/// <summary>Answers letters about parcels.</summary>
internal sealed class HelpDesk(ParcelRegister register)
{
    public async Task<string> AnswerAsync(string sender, string text)
    {
        try
        {
            return NumberIn(text) is { } number
                ? $"Dear {sender}, your parcel is {await register.FindAsync(number)}."
                : $"Dear {sender}, which parcel do you mean?";
        }
        catch (KeyNotFoundException)
        {
            return $"Dear {sender}, we know of no such parcel.";
        }
    }

    private static int? NumberIn(string text)
    {
        foreach (var word in Letter.Words(text))
        {
            if (int.TryParse(word, out var number))
            {
                return number;
            }
        }

        return null;
    }
}
