using System.Globalization;
using System.Text;

namespace VaeMlNet.Texts;

/// <summary>The names of recorded trainings and of the folders of their files, as TensorBoard and MLflow can read them.</summary>
/// <remarks>This source file is compiled into each assembly that reads such names. Thread safety: immutable.</remarks>
internal static class TrackedNames
{
    // File systems allow 255 bytes.
    private const int LongestRun = 200;

    // The limit of MLflow.
    private const int LongestExperiment = 500;

    /// <summary>Returns what is wrong with the name of a run, which is also the name of a folder; null if nothing is.</summary>
    public static string? FindProblemOfRun(string name) =>
        FindProblemOfText(name, LongestRun)
        ?? (
            name.Length == 0 || name != Path.GetFileName(name) || name is "." or ".."
                ? $"is '{name}', expected the name of a folder, without separators"
                : null
        );

    /// <summary>Returns what is wrong with the name of an experiment; null if nothing is.</summary>
    public static string? FindProblemOfExperiment(string name) =>
        name.Length == 0 ? "is empty, expected a name" : FindProblemOfText(name, LongestExperiment);

    /// <summary>Returns what is wrong with the path of a folder; null if nothing is. A URI is not quoted: it may contain a password.</summary>
    public static string? FindProblemOfFolder(string path) =>
        path.Length == 0 ? "is empty, expected the path of a folder"
        : path.Contains('\0', StringComparison.Ordinal) ? "has a null character, which no path can contain"
        : path.Contains("://", StringComparison.Ordinal)
            ? "is a URI, expected a folder of this machine, whose files a server of TensorBoard or MLflow can read"
        : null;

    /// <summary>Refuses what YAML and file systems cannot keep: line breaks, control characters and halves of surrogate pairs.</summary>
    private static string? FindProblemOfText(string name, int longest)
    {
        var length = Encoding.UTF8.GetByteCount(name);
        return length > longest
                ? FormattableString.Invariant($"has {length} bytes in UTF-8, expected at most {longest}")
            : name.EnumerateRunes().Any(IsRefused)
                ? "has a line break, a control character or an invalid character, expected one line of text"
            : null;
    }

    private static bool IsRefused(Rune rune) =>
        rune == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}
