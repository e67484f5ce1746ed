namespace VaeMlNet.Data;

/// <summary>CSV files with the same columns, which have one type per column.</summary>
/// <param name="Real">The real rows, whose columns are compared.</param>
/// <param name="Synthetic">The synthetic rows.</param>
/// <param name="HeldOut">More real rows; null for none.</param>
internal sealed record ComparedFiles(CsvFile Real, CsvFile Synthetic, CsvFile? HeldOut)
{
    /// <summary>The files as ML.NET data.</summary>
    internal sealed record Views(CsvTableView Real, CsvTableView Synthetic, CsvTableView? HeldOut);

    /// <summary>Profiles the real rows, and reads all files with the kinds of their columns.</summary>
    /// <param name="choice">The columns to compare. By default, those of the real rows.</param>
    /// <param name="options">The kinds and formats that the user gave.</param>
    /// <param name="advice">What the user can do about a problem of a column.</param>
    /// <param name="target">The column that forests learn to predict; null for none.</param>
    /// <param name="cancellationToken">Cancels the profile.</param>
    /// <exception cref="CommandException">A file is damaged or lacks a column, or a column cannot be used.</exception>
    public Views Open(
        ColumnChoice choice,
        VaeProfileOptions options,
        ProfileAdvice advice,
        string? target,
        CancellationToken cancellationToken
    )
    {
        var indices = choice.PickReadable(Real);
        TableWidth.Check(Real, indices.Length);
        ColumnChoice compared = new([.. indices.Select(i => Real.Header[i]).Where(name => name.Length > 0)], []);
        var columns = CsvProfiler.Profile(Real, compared, options, advice, cancellationToken).Columns;
        CheckTarget(target, columns);
        // The texts of all files, so that a category of the synthetic rows only counts as one.
        CsvFile[] files = [Real, Synthetic, .. HeldOut is null ? (CsvFile[])[] : [HeldOut]];
        Array.ForEach(files, file => CheckColumns(file, columns.Select(column => column.Name)));
        CsvColumn[] all = [.. WithAllTexts(columns, files, cancellationToken)];
        CsvTableView[] views = [.. files.Select(file => new CsvTableView(file, all))];
        return new Views(views[0], views[1], views.ElementAtOrDefault(2));
    }

    private void CheckTarget(string? target, IReadOnlyList<CsvColumn> columns)
    {
        string[] names = [.. columns.SelectMany(column => column.SlotNames)];
        if (target is null || names.Contains(target))
        {
            return;
        }

        if (columns.FirstOrDefault(column => column.Name == target) is { } dates)
        {
            throw new CommandException(
                $"--target is '{target}', a column of dates. Name one of the numbers that dates become: {ColumnNames.List(dates.SlotNames)}."
            );
        }

        Real.IndexOf(target);
        throw new CommandException(
            $"--target is '{target}', which is not among the compared columns: {ColumnNames.List(names)}. Name one of them, or compare more columns."
        );
    }

    private void CheckColumns(CsvFile file, IEnumerable<string> columns)
    {
        string[] missing = [.. columns.Where(column => !file.Has(column))];
        if (missing.Length > 0)
        {
            throw new CommandException(
                $"{file.Name} lacks {ColumnNames.List(missing)}, which '{Real.Path}' has. Add the missing columns, or leave them out with --ignore."
            );
        }
    }

    private static IEnumerable<CsvColumn> WithAllTexts(
        IReadOnlyList<CsvColumn> columns,
        CsvFile[] files,
        CancellationToken cancellationToken
    )
    {
        CsvColumn[] categories = [.. columns.Where(column => column.Kind == CsvColumnKind.Category)];
        var texts = categories.ToDictionary(column => column.Name, column => column.KeyValues.ToHashSet());
        foreach (var file in files[1..])
        {
            int[] indices = [.. categories.Select(column => file.IndexOf(column.Name))];
            CategoryCell[] cells = [.. categories.Select(column => new CategoryCell(WithOwnKeys(column), file))];
            var isEmpty = true;
            foreach (var record in file.ReadRecords())
            {
                isEmpty = false;
                cancellationToken.ThrowIfCancellationRequested();
                for (var i = 0; i < indices.Length; i++)
                {
                    cells[i].Read(record);
                    if (cells[i].IsUnknown)
                    {
                        texts[categories[i].Name].Add(file.Text(record, indices[i]));
                    }
                }
            }

            if (isEmpty)
            {
                throw new CommandException($"'{file.Path}' has no rows; at least one is needed.");
            }
        }

        return columns.Select(column =>
            texts.TryGetValue(column.Name, out var all) && all.Count > column.KeyValues.Count
                ? column with
                {
                    KeyValues = [.. column.KeyValues, .. all.Except(column.KeyValues).Order(StringComparer.Ordinal)],
                }
                : column
        );
    }

    // Rare values are one category in the real rows only.
    private static CsvColumn WithOwnKeys(CsvColumn column) =>
        column with
        {
            Schema = column.Schema with { OtherValue = null },
        };
}
