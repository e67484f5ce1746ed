namespace VaeMlNet.Texts;

/// <summary>The start of a text of a file, as messages, reasons and notes quote it. A cell may be a page of text, or a damaged file in one piece.</summary>
/// <remarks>This source file is compiled into each assembly that quotes cells. Thread safety: static.</remarks>
internal static class Excerpt
{
    /// <summary>The length of the longest excerpt in a sentence, in UTF-16 characters.</summary>
    public const int Longest = 60;

    /// <summary>Returns a short text as it is, and the start of a longer one with an ellipsis.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The length of the longest excerpt, in UTF-16 characters, at least 2.</param>
    public static string Of(string text, int longest = Longest)
    {
        if (text.Length <= longest)
        {
            return text;
        }

        var end = longest - 1;
        // Half of a surrogate pair would be no character.
        return $"{text[..(char.IsHighSurrogate(text[end - 1]) ? end - 1 : end)]}…";
    }
}
