namespace VaeMlNet.Cli;

/// <summary>Names the cells of values that the likelihood of a model does not allow.</summary>
internal static class RefusedValues
{
    /// <summary>Reads rows of a file, and names the file, the row and the column of a value that is not allowed.</summary>
    /// <param name="cells">The file and the columns that are read; null if the rows are not cells, whose errors are not changed.</param>
    /// <param name="read">Reads the rows.</param>
    /// <exception cref="CommandException">A value is not allowed.</exception>
    public static T Locate<T>((CsvFile File, IReadOnlyList<CsvColumn> Columns)? cells, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e)
            when (cells is not null
                && e.FindCause<VaeRowException>() is { Row: not null, Requirement: not null } refused
            )
        {
            throw new CommandException(Describe(cells.Value.File, cells.Value.Columns, refused), e);
        }
    }

    private static string Describe(CsvFile file, IReadOnlyList<CsvColumn> columns, VaeRowException refused)
    {
        var column = columns.FirstOrDefault(column => column.Name == refused.ColumnName) ?? columns[0];
        var index = file.IndexOf(column.CellNames[refused.Slot ?? 0]);
        var advice =
            refused.Slot is null ? "Choose a known value, or remove the row."
            : column.HasFeatures
                ? "Fix or rescale the values, or train with another likelihood, such as --likelihood=gaussian."
            : "Fix the cell, or train with another --likelihood or --column-likelihood.";
        return file.At(
                refused.Row!.Value + 1,
                record =>
                    $"{file.Place(record)}, column '{file.Header[index]}': '{file.Text(record, index)}' is not allowed, because {refused.Requirement}. {advice}"
            ) ?? refused.Message;
    }
}
