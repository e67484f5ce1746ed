using System.Text.RegularExpressions;

namespace VaeMlNet.Report;

/// <summary>The commands on the model and the data of a report that its advice names.</summary>
/// <param name="model">The path of the model folder.</param>
/// <param name="data">The name of the data; null if it has none.</param>
internal sealed partial class ReportCommands(string model, string? data)
{
    // Readers of the page may not have the other folders of a complete path.
    private readonly string model = Plain(
        Path.IsPathRooted(model) ? Path.GetFileName(model.TrimEnd('/', '\\')) : model,
        "MODEL"
    );

    /// <summary>Creates a command on these rows.</summary>
    public Html Of(string verb, params string[] options) => Line(verb, Plain(data ?? "", "DATA.csv"), options);

    /// <summary>Creates a command on rows that the reader has to choose: normal ones.</summary>
    public Html OfNormalRows(string verb, params string[] options) => Line(verb, "NORMAL.csv", options);

    /// <summary>Returns a name that every shell takes as it is; for another name, a word that stands for it.</summary>
    public static string Plain(string name, string otherwise) => PlainName().IsMatch(name) ? name : otherwise;

    private Html Line(string verb, string rows, string[] options) =>
        Html.Format($"<code>{string.Join(' ', ["vaemlnet", verb, model, $"--data={rows}", .. options])}</code>");

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_./-]*\z")]
    private static partial Regex PlainName();
}
