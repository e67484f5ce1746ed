using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>
/// A row of the table that the model in Fixtures/table takes. In ML.NET's own rows keys count from 0, one less than in columns, and
/// any other number is a missing one.
/// </summary>
internal sealed class TableRow
{
    public float Age { get; set; }

    [VectorType(2)]
    public float[] Vitals { get; set; } = [];

    public bool Smoker { get; set; }

    [KeyType(3)]
    public uint Job { get; set; }

    [KeyType(2)]
    public uint Region { get; set; }
}
