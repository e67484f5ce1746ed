using System.Globalization;
using System.Text.Json.Nodes;
using VaeMlNet.Texts;

namespace VaeMlNet.Cli;

/// <summary>The profile of a CSV file.</summary>
internal sealed class DataDescription(CsvFile file, ProfiledTable table) : Description
{
    private const int MostColumnsNamed = 10;
    private const int MostValues = 4;
    private const int LongestValue = 24;

    public override JsonObject ToJson() =>
        new()
        {
            ["file"] = file.Path,
            ["rows"] = table.RowCount,
            ["separator"] = file.Separator.ToString(),
            ["encoding"] = file.EncodingName ?? "utf-8",
            ["lines_above_header"] = file.HeaderPlace?.LinesAboveNames ?? 0,
            ["has_header"] = file.HeaderPlace?.HasNames ?? true,
            ["new_names"] = new JsonArray([.. (file.HeaderPlace?.NewNames ?? []).Select(name => (JsonNode)name)]),
            ["columns"] = new JsonArray([.. table.Profile.Columns.Select(ToJson)]),
        };

    public override void Print(CommandTerminal terminal)
    {
        var count = table.Profile.Columns.Count;
        terminal.WriteLine(FormattableString.Invariant($"{file.Path}: {table.RowCount} rows of {count} columns"));
        terminal.WriteTable(
            "columns",
            ["column", "kind", "missing", "different", "values", "reason"],
            table.Profile.Columns.Select(Cells)
        );
        var notes = Notes(file, table).ToArray();
        if (notes.Length > 0)
        {
            terminal.WriteLine("");
        }

        foreach (var note in notes)
        {
            terminal.WriteLine(note);
        }
    }

    /// <summary>Returns what a reader should know beside the table: encoding, header, findings in columns, and columns that are left out.</summary>
    /// <param name="file">The file.</param>
    /// <param name="table">Its columns.</param>
    /// <param name="isUsed">Returns whether a column is used; null for those that models of tables use.</param>
    public static IEnumerable<string> Notes(
        CsvFile file,
        ProfiledTable table,
        Func<VaeColumnProfile, bool>? isUsed = null
    )
    {
        if (file.EncodingName is { } encoding)
        {
            yield return $"note: the file is not UTF-8; it is read as {encoding}";
        }

        if (file.HeaderPlace is { LinesAboveNames: > 0 and var lines })
        {
            yield return FormattableString.Invariant($"note: lines above the table are passed over: {lines}");
        }

        if (file.HeaderPlace?.UnitNote is { } unitNote)
        {
            yield return $"note: {unitNote}";
        }

        if (file.HeaderPlace is { HasNames: false })
        {
            yield return $"note: the first line has values instead of names; the columns are named '{file.Header[0]}' to '{file.Header[^1]}'";
        }

        if (file.HeaderPlace is { NewNames: { Count: > 0 } names })
        {
            yield return $"note: columns without a name, or with that of another, are named {ColumnNames.List([.. names])}";
        }

        if (table.UnnamedCount > 0)
        {
            yield return FormattableString.Invariant(
                $"note: columns without a name are left out: {table.UnnamedCount}"
            );
        }

        foreach (var column in table.Profile.Columns)
        {
            foreach (var note in column.Notes)
            {
                yield return $"note: column '{column.Name}': {note}";
            }
        }

        // A header among the rows is the same problem of all columns of numbers.
        VaeColumnProfile[] wrong = [.. table.Profile.Columns.Where(column => column.Problem is not null)];
        var problems = wrong
            .Take(MostColumnsNamed)
            .Select(column => CsvProfiler.Problem(file, column, OptionAdvice.OnProfile))
            .Distinct();
        foreach (var problem in problems)
        {
            yield return $"problem: {problem}";
        }

        if (wrong.Length > MostColumnsNamed)
        {
            yield return $"problem: more columns have one: {ColumnNames.List([.. wrong.Skip(MostColumnsNamed).Select(column => column.Name)])}";
        }

        foreach (var (name, problem) in file.Unreadable.Take(MostColumnsNamed))
        {
            yield return $"left out: '{name}': {problem}";
        }

        VaeColumnProfile[] leftOut =
        [
            .. table.Profile.Columns.Where(column =>
                column.Kind != VaeColumnKind.Ignored && !(isUsed ?? ProfiledTable.IsModeled)(column)
            ),
        ];
        foreach (var column in leftOut.Take(MostColumnsNamed))
        {
            yield return $"left out: '{column.Name}' ({VaeColumnSchema.NameOf(column.Kind)}): {column.Reason}";
        }

        if (leftOut.Length > MostColumnsNamed)
        {
            yield return $"left out, too: {ColumnNames.List([.. leftOut.Skip(MostColumnsNamed).Select(column => column.Name)])}";
        }
    }

    /// <summary>Returns the kind of a column, with the number of categories.</summary>
    public static string Kind(VaeColumnProfile column) =>
        column.Kind switch
        {
            VaeColumnKind.Category => FormattableString.Invariant($"category of {column.Schema.Values.Count}"),
            VaeColumnKind.OrderedCategory => FormattableString.Invariant($"ordered of {column.Schema.Values.Count}"),
            _ => VaeColumnSchema.NameOf(column.Kind),
        };

    /// <summary>Returns a column's range, its most frequent values, or examples.</summary>
    public static string Values(VaeColumnProfile column)
    {
        if (column is { Minimum: { } minimum, Maximum: { } maximum })
        {
            var median = column.Quantiles is { } quantiles
                ? $", median {column.Schema.FormatNumber(quantiles[2])}"
                : "";
            return $"{minimum} … {maximum}{median}";
        }

        if (column.Schema.IsCategorical && column.TopValues.Count > 0)
        {
            var shown = column
                .TopValues.Take(MostValues)
                .Select(value => $"{Short(value.Key)} {Share(value.Value, column)}");
            return string.Join(", ", column.DistinctCount > MostValues ? shown.Append("…") : shown);
        }

        var examples = column.Examples.Take(MostValues - 1).Select(Short);
        return string.Join(", ", column.DistinctCount > MostValues - 1 ? examples.Append("…") : examples);
    }

    private static string Share(long count, VaeColumnProfile column) =>
        count * 100L < column.ValueCount
            ? "< 1 %"
            : ((double)count / column.ValueCount).ToString("0 %", CultureInfo.InvariantCulture);

    private static string Short(string value) => Excerpt.Of(value, LongestValue);

    private static string[] Cells(VaeColumnProfile column) =>
        [
            column.Name,
            Kind(column),
            column.MissingCount == 0 ? "" : column.MissingShare.ToString("0.0 %", CultureInfo.InvariantCulture),
            $"{column.DistinctCount.ToString(CultureInfo.InvariantCulture)}{(column.HasMoreDistinct ? "+" : "")}",
            Values(column),
            column.Reason,
        ];

    private static JsonObject ToJson(VaeColumnProfile column) =>
        new()
        {
            ["name"] = column.Name,
            ["kind"] = VaeColumnSchema.NameOf(column.Kind),
            ["reason"] = column.Reason,
            ["values"] = column.ValueCount,
            ["missing"] = column.MissingCount,
            ["different"] = column.DistinctCount,
            ["has_more_different"] = column.HasMoreDistinct,
            ["minimum"] = column.Minimum,
            ["maximum"] = column.Maximum,
            ["quantiles"] = column.Quantiles is { } quantiles
                ? new JsonArray([.. quantiles.Select(value => JsonValue.Create(value))])
                : null,
            ["top_values"] = new JsonArray([
                .. column.TopValues.Select(value => new JsonObject { ["value"] = value.Key, ["count"] = value.Value }),
            ]),
            ["examples"] = new JsonArray([.. column.Examples.Select(value => JsonValue.Create(value))]),
            ["notes"] = new JsonArray([.. column.Notes.Select(value => JsonValue.Create(value))]),
            ["problem"] = column.Problem,
        };
}
