namespace VaeMlNet.Benchmarks;

/// <summary>A table of the protocol, as a row of manifest.csv describes it.</summary>
/// <param name="Name">The name of the table; its rows are in NAME.csv.</param>
/// <param name="Target">The column to predict in the test of synthetic rows as training data.</param>
/// <param name="Columns">The columns that are modeled, and whether each is a number; other columns are categories.</param>
/// <param name="Ignored">The columns that no method may use: dates, identifiers and texts.</param>
internal sealed record ProtocolTable(
    string Name,
    string Target,
    IReadOnlyList<(string Name, bool IsNumber)> Columns,
    string[] Ignored
)
{
    /// <summary>The name of the file that describes the tables of a folder.</summary>
    public const string ManifestName = "manifest.csv";

    private static readonly string[] NumberRoles = ["number", "integer"];
    private static readonly string[] CategoryRoles = ["category", "boolean"];

    /// <summary>Gets the names of the columns that are modeled.</summary>
    public IEnumerable<string> ColumnNames => Columns.Select(column => column.Name);

    /// <summary>Reads the manifest of a folder.</summary>
    /// <param name="folder">The folder with manifest.csv: the columns name, target and roles.</param>
    /// <param name="names">The tables to take; empty takes all.</param>
    /// <exception cref="CommandException">The manifest is missing or damaged, or lacks a table.</exception>
    public static ProtocolTable[] Find(string folder, string[] names)
    {
        var manifest = TextTable.Read(Path.Combine(folder, ManifestName));
        ProtocolTable[] all =
        [
            .. Enumerable
                .Range(0, manifest.RowCount)
                .Select(row => Parse(manifest["name"][row], manifest["target"][row], manifest["roles"][row])),
        ];
        foreach (var name in names.Except(all.Select(table => table.Name)))
        {
            throw new CommandException(
                $"'{folder}' has no table '{name}'. Its manifest has: {string.Join(", ", all.Select(table => table.Name))}."
            );
        }

        return names.Length == 0 ? all : [.. all.Where(table => names.Contains(table.Name))];
    }

    /// <summary>Reads the roles of columns, such as <c>age=integer; job=category</c>.</summary>
    private static ProtocolTable Parse(string name, string target, string roles)
    {
        (string Column, string Role)[] all =
        [
            .. roles.Split("; ").Select(text => (text[..text.LastIndexOf('=')], text[(text.LastIndexOf('=') + 1)..])),
        ];
        return new(
            name,
            target,
            [
                .. all.Where(c => NumberRoles.Contains(c.Role) || CategoryRoles.Contains(c.Role))
                    .Select(c => (c.Column, NumberRoles.Contains(c.Role))),
            ],
            [.. all.Where(c => !NumberRoles.Contains(c.Role) && !CategoryRoles.Contains(c.Role)).Select(c => c.Column)]
        );
    }
}
