using Microsoft.ML.Data;

namespace VaeMlNet.Docs.Tests;

/// <summary>A row of docs/guide/machines.csv, as in the quick start.</summary>
public sealed class Machine
{
    [LoadColumn(0), ColumnName("temperature")]
    public float Temperature { get; set; }

    [LoadColumn(1), ColumnName("vibration")]
    public float Vibration { get; set; }

    [LoadColumn(2), ColumnName("pressure")]
    public float Pressure { get; set; }

    [LoadColumn(3), ColumnName("load")]
    public float Load { get; set; }

    [LoadColumn(4), ColumnName("mode")]
    public string Mode { get; set; } = "";

    [LoadColumn(5), ColumnName("site")]
    public string Site { get; set; } = "";

    [LoadColumn(6), ColumnName("guarded")]
    public bool Guarded { get; set; }

    [LoadColumn(7), ColumnName("fault")]
    public float Fault { get; set; }
}
