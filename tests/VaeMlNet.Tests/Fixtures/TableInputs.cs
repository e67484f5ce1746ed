using Microsoft.ML.Data;

namespace VaeMlNet.Tests;

/// <summary>The raw columns that steps on the tiny table model read, for the contract; in columns keys count from 1.</summary>
internal static class TableInputs
{
    /// <summary>The largest number of generated rows.</summary>
    private const int MostRows = 1000;

    private static readonly TableRow[] Rows = WithZeros(TinyTable.Rows(MostRows));

    /// <summary>Gets mixed columns with missing cells. <see cref="FarRow"/> replaces the first two columns.</summary>
    public static SourceColumn[] All { get; } =
    [
        new VectorSource<float>("Vitals", NumberDataViewType.Single, 2, row => Rows[row].Vitals),
        new ScalarSource<float>("Age", NumberDataViewType.Single, row => Rows[row].Age),
        new ScalarSource<bool>("Smoker", BooleanDataViewType.Instance, row => Rows[row].Smoker),
        new ScalarSource<uint>("Job", new KeyDataViewType(typeof(uint), 3), row => Rows[row].Job),
        new ScalarSource<uint>("Region", new KeyDataViewType(typeof(uint), 2), row => Rows[row].Region),
    ];

    /// <summary>Gets a row with values that no other row has.</summary>
    public static SourceColumn[] FarRow { get; } =
    [
        new VectorSource<float>("Vitals", NumberDataViewType.Single, 2, _ => [1e6f, -1e4f]),
        new ScalarSource<float>("Age", NumberDataViewType.Single, _ => -1e5f),
        .. All[2..],
    ];

    /// <summary>Sets some slots to zero, so that the rows can be sparse.</summary>
    private static TableRow[] WithZeros(TableRow[] rows)
    {
        foreach ((var i, var row) in rows.Index())
        {
            row.Vitals[i % 2] = i % 5 == 0 ? 0 : row.Vitals[i % 2];
        }

        return rows;
    }
}
