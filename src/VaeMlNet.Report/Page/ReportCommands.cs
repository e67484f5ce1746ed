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

    /// <summary>Gets whether the rows are images, which <c>compare</c> does not read.</summary>
    public bool IsOfImages { get; init; }

    /// <summary>Gets the size to which pictures of a folder are resized; null for other rows.</summary>
    public VaeImageShape? PictureShape { get; init; }

    /// <summary>Gets the option of <c>report</c> that names labels that the reader has to write.</summary>
    public string NewLabels => LabelColumn("") ?? "--labels=LABELS";

    /// <summary>Returns the option that names labels, which IDX images do not have in a column.</summary>
    /// <param name="name">The name of the labels on the page.</param>
    public string? LabelColumn(string name) =>
        PictureShape is not null ? "--label-column=label"
        : IsOfImages ? null
        : $"--label-column={Plain(name, "COLUMN")}";

    /// <summary>Creates a command on these rows.</summary>
    public Html Of(string verb, params string[] options) => Line(verb, Plain(data ?? "", Rows("DATA")), options);

    /// <summary>Creates a command on rows that the reader has to choose: normal ones.</summary>
    public Html OfNormalRows(string verb, params string[] options) => Line(verb, Rows("NORMAL"), options);

    /// <summary>Returns a name that every shell takes as it is; for another name, a word that stands for it.</summary>
    public static string Plain(string name, string otherwise) => PlainName().IsMatch(name) ? name : otherwise;

    private string Rows(string name) => IsOfImages ? name : $"{name}.csv";

    private Html Line(string verb, string rows, string[] options)
    {
        string[] size = PictureShape is { } shape ? [$"--image={shape}"] : [];
        return Html.Format(
            $"<code>{string.Join(' ', ["vaemlnet", verb, model, $"--data={rows}", .. size, .. options])}</code>"
        );
    }

    [GeneratedRegex(@"^[A-Za-z0-9_][A-Za-z0-9_./-]*\z")]
    private static partial Regex PlainName();
}
