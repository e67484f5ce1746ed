using Microsoft.ML;

namespace VaeMlNet.Data;

/// <summary>Profiles the columns of a whole CSV file.</summary>
internal static class CsvProfiler
{
    /// <summary>Profiles the columns of a file, and refuses those that need a decision.</summary>
    /// <param name="file">The file.</param>
    /// <param name="choice">The columns to use.</param>
    /// <param name="options">The kinds and formats that the user gave.</param>
    /// <param name="advice">What the user can do about a problem.</param>
    /// <param name="cancellationToken">Looked at before each row.</param>
    public static ProfiledTable Profile(
        CsvFile file,
        ColumnChoice choice,
        VaeProfileOptions options,
        ProfileAdvice advice,
        CancellationToken cancellationToken = default
    )
    {
        var table = Survey(file, choice, options, cancellationToken);
        if (table.RowCount == 0)
        {
            throw new CommandException($"'{file.Path}' has no rows; at least one is needed.");
        }

        CheckProblems(file, table, advice);
        return table.Columns.Count > 0
            ? table
            : throw new CommandException(
                $"No column of '{file.Path}' is of use to a model: {string.Join(" ", table.LeftOut.Select(column => $"'{column.Name}' is left out: {column.Reason}"))} "
                    + advice.OnUse
            );
    }

    /// <summary>Profiles the columns of a file.</summary>
    /// <inheritdoc cref="Profile" path="/param"/>
    /// <exception cref="CommandException">The file is damaged, or lacks a named column.</exception>
    public static ProfiledTable Survey(
        CsvFile file,
        ColumnChoice choice,
        VaeProfileOptions options,
        CancellationToken cancellationToken = default
    )
    {
        foreach (var name in options.Schema.Columns.Select(column => column.Name).Concat(options.NumericColumns))
        {
            file.IndexOf(name);
        }

        var chosen = choice.PickReadable(file);
        int[] indices = [.. chosen.Where(index => file.Header[index].Length > 0)];
        foreach (var index in indices)
        {
            // Refuses names that are there twice.
            file.IndexOf(file.Header[index]);
        }

        var names = indices.Select(index => file.Header[index]).ToHashSet();
        var categories = file
            .Categories.Where(name => options.Schema.Find(name) is null)
            .Select(name => new VaeColumnSchema { Name = name, Kind = VaeColumnKind.Category });
        var profile = new MLContext().Data.ProfileColumns(
            new CsvTextView(file, indices, cancellationToken),
            options with
            {
                Schema = new()
                {
                    Columns =
                    [
                        .. options.Schema.Columns.Concat(categories).Where(column => names.Contains(column.Name)),
                    ],
                },
            }
        );
        return new ProfiledTable(profile, chosen.Length - indices.Length);
    }

    private static void CheckProblems(CsvFile file, ProfiledTable table, ProfileAdvice advice)
    {
        if (table.Profile.Columns.Where(column => column.Problem is not null).ToArray() is not [var first, .. var more])
        {
            return;
        }

        more = FindRepeatedHeader(file, first) is not null ? [.. more.Where(column => !RepeatsName(column))] : more;
        // One error at a time would cost a pass over the file for each column.
        var others =
            more.Length == 0
                ? ""
                : $" {ColumnNames.List([.. more.Select(column => column.Name)])} {(more.Length == 1 ? "has a problem" : "have problems")}, too{advice.OnOthers(file.Path)}.";
        throw new CommandException($"{Problem(file, first, advice)}{others}");
    }

    /// <summary>Returns where a column's problem is, what it is, and what to do about it.</summary>
    public static string Problem(CsvFile file, VaeColumnProfile column, ProfileAdvice advice)
    {
        if (FindRepeatedHeader(file, column) is { } header)
        {
            return $"{header} repeats the header, as in files that were joined. Remove this line and others like it.";
        }

        var place = column.ProblemRow is { } row ? file.Place(row) : file.Name;
        return $"{place}, column '{column.Name}': {column.Problem}. {advice.OnProblem(column)}";
    }

    /// <summary>Returns where the header is among the rows, if that is the problem of a column; null if it is another one.</summary>
    private static string? FindRepeatedHeader(CsvFile file, VaeColumnProfile column) =>
        RepeatsName(column)
            ? file.ReadRecords().Where(record => IsHeader(file, record)).Select(file.Place).FirstOrDefault()
            : null;

    // Some names of the header may have been changed, so that they differ.
    private static bool IsHeader(CsvFile file, CsvRecord record)
    {
        var names = CsvHeader.Distinct([.. file.Header.Select((_, index) => record.Text(index))]);
        return 2 * file.Header.Zip(names).Count(pair => pair.First == pair.Second) > file.Header.Count;
    }

    // The only problem of the column is that its name is among its numbers. The second column x of a file is x.1.
    private static bool RepeatsName(VaeColumnProfile column) =>
        column.ProblemTexts is [var text]
        && (text == column.Name || column.Name.StartsWith($"{text}.", StringComparison.Ordinal));
}
