using VaeMlNet.Texts;

namespace VaeMlNet.Tooling;

/// <summary>The sentences of errors that name the options of a tool.</summary>
internal static class OptionAdvice
{
    /// <summary>Gets the sentences of errors about a profile.</summary>
    public static ProfileAdvice OnProfile { get; } =
        new()
        {
            OnProblem = OnProblem,
            OnUse = "Take one with --numeric or --categorical, or set its kind with --schema.",
            OnOthers = path => $": see 'vaemlnet info {path}'",
        };

    private static string OnProblem(VaeColumnProfile column)
    {
        var option = column.ProblemOption switch
        {
            nameof(VaeProfileOptions.DayFirst) => "pass --date-order=day-first or --date-order=month-first, ",
            nameof(VaeProfileOptions.DecimalMark) => "pass --decimal=comma or --decimal=point, ",
            nameof(VaeProfileOptions.MissingTexts) =>
                $"{OnMissing(column.ProblemTexts)}read all texts among the numbers as missing with {ShellLine.Option("--numeric", column.Name)}, ",
            _ => "",
        };
        var sentence =
            $"{option}leave the column out with {ShellLine.Option("--ignore", column.Name)}, or take it as categories with {ShellLine.Option("--categorical", column.Name)}.";
        return $"{char.ToUpperInvariant(sentence[0])}{sentence[1..]}";
    }

    // Nobody passes a page of text as an option.
    private static string OnMissing(IReadOnlyList<string> texts) =>
        texts.All(text => text.Length <= Excerpt.Longest)
            ? $"pass {string.Join(' ', texts.Select(text => ShellLine.Option("--missing", text)))} if that means that there is no value, "
            : "";
}
