namespace VaeMlNet;

/// <summary>Rows of several tensors in plain memory.</summary>
/// <param name="tensors">The tensors. Texts are not supported.</param>
/// <param name="capacity">The number of rows.</param>
internal sealed class TypedRows(IEnumerable<GraphTensor> tensors, int capacity)
{
    private readonly (byte[] Values, int RowLength)[] columns =
    [
        .. tensors.Select(NumberTensor.RowLength).Select(length => (new byte[checked(length * capacity)], length)),
    ];

    /// <summary>Returns the values of a row: [width of the tensor].</summary>
    public Span<T> Row<T>(int tensor, int row)
        where T : struct => Row(tensor, row).As<T>();

    public RowValues Row(int tensor, int row)
    {
        (var values, var length) = columns[tensor];
        return new(values.AsSpan(row * length, length));
    }

    /// <summary>Copies a row to a row of other rows of the same tensors, or to another row of these.</summary>
    public void CopyRow(int row, TypedRows target, int targetRow)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            (var values, var length) = columns[i];
            values.AsSpan(row * length, length).CopyTo(target.columns[i].Values.AsSpan(targetRow * length));
        }
    }
}
