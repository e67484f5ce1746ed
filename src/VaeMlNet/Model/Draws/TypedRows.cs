using System.Runtime.InteropServices;

namespace VaeMlNet;

/// <summary>Values of several tensors for up to a number of rows, in plain memory.</summary>
/// <param name="tensors">The types of the values; no texts.</param>
/// <param name="capacity">The number of rows.</param>
internal sealed class TypedRows(IEnumerable<GraphTensor> tensors, int capacity)
{
    private readonly (byte[] Values, int RowLength)[] columns =
    [
        .. tensors.Select(NumberTensor.RowLength).Select(length => (new byte[checked(length * capacity)], length)),
    ];

    /// <summary>The values of a row: [width of the tensor].</summary>
    public Span<T> Row<T>(int tensor, int row)
        where T : struct
    {
        (var values, var length) = columns[tensor];
        return MemoryMarshal.Cast<byte, T>(values.AsSpan(row * length, length));
    }
}
