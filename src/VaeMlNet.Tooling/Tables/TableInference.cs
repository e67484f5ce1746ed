namespace VaeMlNet.Tooling;

/// <summary>Infers the types of the columns of a CSV file from all of its rows.</summary>
internal static class TableInference
{
    /// <summary>
    /// Reads the file once. A column has numbers if every cell is a number, Booleans if every cell is true or false, and
    /// otherwise categories. Empty cells, NA, NaN, null and ? are missing, and do not affect the type.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="choice">The columns to use.</param>
    /// <param name="schema">The types that the user gave for columns.</param>
    /// <param name="cancellationToken">Checked before each row.</param>
    /// <exception cref="CommandException">The file is damaged or has no rows, or a column cannot be used.</exception>
    public static InferredTable Infer(
        CsvFile file,
        ColumnChoice choice,
        TableSchema schema,
        CancellationToken cancellationToken = default
    )
    {
        (var columns, var rows) = Survey(file, choice, schema, cancellationToken);
        if (rows == 0)
        {
            throw new CommandException($"'{file.Path}' has no rows. At least one is needed.");
        }

        CheckUse(columns);
        return new InferredTable([.. columns.Select(c => c.Column!)], rows, [.. columns.Select(c => c.Missing)]);
    }

    /// <summary>
    /// Reads the file once like <see cref="Infer"/>, but also returns columns that no model can use.
    /// </summary>
    /// <inheritdoc cref="Infer" path="/param"/>
    /// <returns>The columns, and the number of rows.</returns>
    /// <exception cref="CommandException">The file is damaged, or a column has no name.</exception>
    public static (SurveyedColumn[] Columns, long RowCount) Survey(
        CsvFile file,
        ColumnChoice choice,
        TableSchema schema,
        CancellationToken cancellationToken = default
    )
    {
        (var profiles, var rows) = Count(file, choice, schema, cancellationToken);
        return ([.. profiles.Select(c => c.Survey())], rows);
    }

    private static void CheckUse(IEnumerable<SurveyedColumn> columns)
    {
        if (columns.Where(column => column.Fault is not null).ToArray() is not [var first, .. var more])
        {
            return;
        }

        // Lists all unusable columns at once, because a pass over the file for each of them would take too long.
        var others = ColumnNames.List([.. more.Select(column => column.Name)]);
        throw new CommandException(
            more.Length == 0
                ? first.Fault!
                : $"{first.Fault} Other columns also cannot be used: {others}. Run 'vaemlnet info --data=FILE.csv' to see the reason for each."
        );
    }

    private static (ColumnProfile[] Profiles, long RowCount) Count(
        CsvFile file,
        ColumnChoice choice,
        TableSchema schema,
        CancellationToken cancellationToken
    )
    {
        schema.Check(file);
        var indices = schema.Narrow(choice, file).Pick(file);
        CheckNames(file, indices);
        ColumnProfile[] profiles = [.. indices.Select(i => new ColumnProfile(file, i, schema.Find(file.Header[i])))];
        long rows = 0;
        foreach (var reader in file.ReadRecords())
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var profile in profiles)
            {
                profile.Count(reader);
            }

            rows++;
        }

        return (profiles, rows);
    }

    private static void CheckNames(CsvFile file, int[] indices)
    {
        foreach (var index in indices)
        {
            if (file.Header[index].Length == 0)
            {
                throw new CommandException(
                    $"Column {index + 1} of CSV file '{file.Path}' has no name. Name it in the header, or name the columns to use with --columns."
                );
            }

            // Throws for names that appear twice.
            file.IndexOf(file.Header[index]);
        }
    }
}
