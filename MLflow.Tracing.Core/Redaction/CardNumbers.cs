using System.Text;

namespace MLflow.Tracing.Redaction;

/// <summary>
/// Finds numbers of payment cards: 13 to 19 digits, with spaces or hyphens between them or without, that begin as the issuers' numbers do
/// (ISO/IEC 7812) and whose check digit is right (Luhn).
/// </summary>
internal static class CardNumbers
{
    private const int Shortest = 13;
    private const int Longest = 19;

    /// <summary>The text without card numbers; the text itself when there are none.</summary>
    public static string Remove(string text)
    {
        StringBuilder? output = null;
        var copied = 0;
        for (var i = 0; i + Shortest <= text.Length; i++)
        {
            if (MayStartAt(text, i) && EndOfCard(text, i) is var end && end > i)
            {
                output ??= new StringBuilder(text.Length);
                output.Append(text, copied, i - copied).Append(ContentRule.StandIn);
                copied = end;
                i = end - 1;
            }
        }

        return output is null ? text : output.Append(text, copied, text.Length - copied).ToString();
    }

    private static bool MayStartAt(string text, int start)
        => text[start] is >= '2' and <= '6' && (start == 0 || !IsDigit(text[start - 1])) && !IsFraction(text, start);

    // 0.4111… is no card
    private static bool IsFraction(string text, int start) => start > 1 && text[start - 1] == '.' && IsDigit(text[start - 2]);

    /// <returns>Where the longest card number that begins here ends; 0 when none does.</returns>
    private static int EndOfCard(string text, int start)
    {
        Span<int> digits = stackalloc int[Longest];
        var count = 0;
        var end = 0;
        for (var i = start; i < text.Length && count < Longest; i++)
        {
            if (IsDigit(text[i]))
            {
                digits[count++] = text[i] - '0';
                if ((i + 1 == text.Length || !IsDigit(text[i + 1])) && IsCard(digits.Slice(0, count)))
                {
                    end = i + 1;
                }
            }
            else if (text[i] is not (' ' or '-') || !IsDigit(text[i - 1]))
            {
                break;
            }
        }

        return end;
    }

    private static bool IsCard(ReadOnlySpan<int> digits)
    {
        if (digits.Length < Shortest || !HasLengthOfIssuer(digits))
        {
            return false;
        }

        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[digits.Length - 1 - i];
            var doubled = digit * 2;
            sum += i % 2 == 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
        }

        return sum % 10 == 0;
    }

    private static bool HasLengthOfIssuer(ReadOnlySpan<int> digits)
    {
        var prefix = (digits[0] * 1000) + (digits[1] * 100) + (digits[2] * 10) + digits[3];
        return prefix switch
        {
            >= 4000 and <= 4999 => digits.Length is 13 or 16 or 19, // Visa
            (>= 5100 and <= 5599) or (>= 2221 and <= 2720) => digits.Length == 16, // Mastercard
            (>= 3400 and <= 3499) or (>= 3700 and <= 3799) => digits.Length == 15, // American Express
            (>= 3000 and <= 3059) or (>= 3600 and <= 3699) or (>= 3800 and <= 3999) => digits.Length is >= 14 and <= 19, // Diners Club
            >= 3528 and <= 3589 => digits.Length is >= 16 and <= 19, // JCB
            6011 or (>= 6440 and <= 6599) or (>= 6200 and <= 6299) => digits.Length is >= 16 and <= 19, // Discover, UnionPay
            5018 or 5020 or 5038 or 5893 or 6304 or 6759 or (>= 6761 and <= 6763) => true, // Maestro
            _ => false,
        };
    }

    private static bool IsDigit(char character) => character is >= '0' and <= '9';
}
