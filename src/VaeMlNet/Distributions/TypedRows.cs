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

    /// <summary>Returns a slot of a cell of a table as a number: the key, 0 or 1, or the number itself; NaN for a missing cell.</summary>
    public float ReadCell(VaeColumn column, int tensor, int row, int slot = 0) =>
        column.Type switch
        {
            VaeColumn.KeyType => Row<uint>(tensor, row)[0] is > 0 and var key ? key : float.NaN,
            VaeColumn.BooleanType => Row<bool>(tensor, row)[0] ? 1 : 0,
            _ => Row<float>(tensor, row)[slot],
        };

    /// <summary>Writes a slot of a cell of a table. NaN marks it as missing, or writes false into a Boolean, which cannot be missing.</summary>
    public void WriteCell(VaeColumn column, int tensor, int row, float value, int slot = 0)
    {
        switch (column.Type)
        {
            case VaeColumn.KeyType:
                Row<uint>(tensor, row)[0] = float.IsNaN(value) ? 0 : (uint)value;
                break;
            case VaeColumn.BooleanType:
                Row<bool>(tensor, row)[0] = value > 0;
                break;
            default:
                Row<float>(tensor, row)[slot] = value;
                break;
        }
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
