namespace VaeMlNet.Tooling;

/// <summary>Finds out from a whole CSV file what its columns hold.</summary>
internal static class TableInference
{
    /// <summary>
    /// Reads the file once. A column is numbers where every cell is one, Boolean where every cell is true or false, and
    /// otherwise categories; empty cells, NA, NaN, null and ? are missing and say nothing of the kind.
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="choice">The columns to use.</param>
    /// <param name="schema">What the user says of columns.</param>
    /// <param name="cancellationToken">Looked at before each row.</param>
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
            throw new CommandException($"'{file.Path}' holds no rows; at least one is needed.");
        }

        CheckUse(columns);
        return new InferredTable([.. columns.Select(c => c.Column!)], rows, [.. columns.Select(c => c.Missing)]);
    }

    /// <summary>The same of columns that no model can use, too.</summary>
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
        (var censuses, var rows) = Count(file, choice, schema, cancellationToken);
        return ([.. censuses.Select(c => c.Survey())], rows);
    }

    private static void CheckUse(IEnumerable<SurveyedColumn> columns)
    {
        if (columns.Where(column => column.Fault is not null).ToArray() is not [var first, .. var more])
        {
            return;
        }

        // One error at a time would cost a pass over the file for each column.
        var others = ColumnNames.List([.. more.Select(column => column.Name)]);
        throw new CommandException(
            more.Length == 0
                ? first.Fault!
                : $"{first.Fault} The same or the like holds of {others}: 'vaemlnet info --data=FILE.csv' says what of each."
        );
    }

    private static (ColumnCensus[] Censuses, long RowCount) Count(
        CsvFile file,
        ColumnChoice choice,
        TableSchema schema,
        CancellationToken cancellationToken
    )
    {
        schema.Check(file);
        var indices = schema.Narrow(choice, file).Pick(file);
        CheckNames(file, indices);
        ColumnCensus[] censuses = [.. indices.Select(i => new ColumnCensus(file, i, schema.Find(file.Header[i])))];
        long rows = 0;
        foreach (var reader in file.ReadRecords())
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var census in censuses)
            {
                census.Count(reader);
            }

            rows++;
        }

        return (censuses, rows);
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

            // Refuses names that are there twice.
            file.IndexOf(file.Header[index]);
        }
    }
}
