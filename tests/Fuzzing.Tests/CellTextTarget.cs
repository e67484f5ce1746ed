using System.Globalization;
using System.Text;
using Microsoft.ML.Data;

namespace Fuzzing.Tests;

/// <summary>
/// Tables of texts with Unicode white space, words for yes and no, digits of other scripts, units and dates: their own profile and schema
/// file read every cell of them.
/// </summary>
/// <param name="folder">A folder for the files.</param>
internal sealed class CellTextTarget(string folder) : CommandLineTarget
{
    private static readonly string[] Space =
    [
        "",
        "",
        "",
        " ",
        "\t",
        "\u00a0",
        "\u2003",
        "\u3000",
        "\u2009 ",
        "\v",
        "\u0085",
        "\u2028",
        "\ufeff",
    ];

    private static readonly string[][] Texts =
    [
        ["yes", "No", "YES", "y", "N", "on", "Off", "t", "F", "true", "FALSE", "1", "0", "-1", "1.0", "\uff11", "ja"],
        ["south", "north", "nord\u00a0ost", "Stra\u00dfe", "\u017f", "S", "\u0130", "I", "\u0131", "K", "\u212a"],
        ["\uff11", "\uff12", "\uff13-\uff14", "\u0663", "5-6", "7-8", "18-24", "45+", "<18", "1st", "2nd"],
        [
            "2024-01-05",
            "05.01.2024",
            "5/1/2024",
            "2024-01-05T10:00",
            "10:30",
            "9999-12-31",
            "20240105",
            "1704412800",
            "Jan 5, 2024",
        ],
        [
            "1.5",
            "-2",
            "3e2",
            "1,5",
            "1.234,5",
            "1'000",
            "1e999",
            "NaN",
            "",
            "NA",
            "\u22125",
            "12 kg",
            "\u20ac 5",
            "12,5 %",
            ".5",
            "5.",
        ],
        ["=1+1", "\"", "a;b", "a|b", "\ud83d\ude00", "\ufffd", "\u202e", "null", "none", "#N/A", new string('9', 400)],
    ];

    private const string NeedsQuotes = ",\"\n\r\v\u0085\u2028";

    private readonly string path = Path.Combine(folder, "texts.csv");
    private readonly string schema = Path.Combine(folder, "schema.json");

    public override string Damage(int seed)
    {
        Random random = new(seed);
        // Every eighth has a quote without an end.
        var text = RandomTable(random) + (seed % 8 == 7 ? "\"" : "");
        File.WriteAllText(path, text);
        return TerminalText.EscapeLine(text[..Math.Min(text.Length, 200)]);
    }

    public override void UseOriginal()
    {
        Damage(1);
        UseDamaged();
    }

    public override void UseDamaged() =>
        Documented(() =>
        {
            var file = CsvFile.Open(path);
            var table = CsvProfiler.Profile(file, ColumnChoice.All, new(), OptionAdvice.OnProfile);
            CsvTableView view = new(file, table.Columns);
            var missing = table.Columns.Select(column => (column.Name, Missing: CountMissing(view, column))).ToArray();
            if (view.UnknownTexts.Count > 0)
            {
                throw new InvalidOperationException($"unseen texts in {string.Join(", ", view.UnknownTexts.Keys)}");
            }

            foreach (var column in table.Profile.Columns.Where(ProfiledTable.IsModeled))
            {
                var found = missing.First(one => one.Name == column.Schema.Name).Missing;
                if (found != column.MissingCount)
                {
                    throw new InvalidOperationException(
                        $"{found} missing cells of '{column.Schema.Name}' ({column.Schema.Kind}), but {column.MissingCount} in its profile"
                    );
                }
            }

            Run("info", path, "--write-schema", schema);
            Run("info", path, "--schema", schema);
        });

    private static long CountMissing(CsvTableView view, CsvColumn column) =>
        column.Kind == CsvColumnKind.Category ? view.GetColumn<uint>(column.Name).LongCount(key => key == 0)
        : column.IsVector ? view.GetColumn<float[]>(column.Name).LongCount(row => float.IsNaN(row[0]))
        : view.GetColumn<float>(column.Name).LongCount(float.IsNaN);

    private static string RandomTable(Random random)
    {
        var columns = random.GetItems(Texts, 4);
        // A column of few texts is one of words or categories.
        var kept = columns.Select(texts => random.GetItems(texts, random.Next(1, texts.Length + 1))).ToArray();
        StringBuilder text = new("a,b,c,d,row\n");
        for (var row = 0; row < 30; row++)
        {
            foreach (var texts in kept)
            {
                var cell = Any(Space) + Any(texts) + Any(Space);
                var isQuoted = cell.Any(NeedsQuotes.Contains) || random.Next(3) == 0;
                text.Append(isQuoted ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell)
                    .Append(',');
            }

            text.Append(CultureInfo.InvariantCulture, $"{random.NextSingle()}\n");
        }

        return text.ToString();

        string Any(string[] from) => from[random.Next(from.Length)];
    }
}
