using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class MissingValueReplacingEstimator : IEstimator<MissingValueReplacingTransformer>
{
    private readonly IHost _host;
    private readonly InputOutputColumnPair[] _columns;
    private readonly ReplacementMode _mode;
    private readonly bool _bySlot;

    internal MissingValueReplacingEstimator(
        IHostEnvironment env,
        InputOutputColumnPair[] columns,
        ReplacementMode mode,
        bool bySlot
    )
    {
        Check.Value(columns, nameof(columns));
        if (mode == ReplacementMode.Mode)
        {
            throw new NotSupportedException("Replacing missing values by the mode is not supported here.");
        }

        _host = env.Register(nameof(MissingValueReplacingEstimator));
        _columns = columns;
        _mode = mode;
        _bySlot = bySlot;
    }

    public MissingValueReplacingTransformer Fit(IDataView input)
    {
        Check.Value(input, nameof(input));
        var sources = _columns.Select(pair => Find(input.Schema, pair.InputColumnName)).ToArray();
        return new MissingValueReplacingTransformer(
            _host,
            _columns.Select((pair, i) => new ReplacedColumn(pair, Learn(input, sources[i]))).ToArray()
        );
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(
            _columns.Select(pair =>
            {
                var input = inputSchema.FindInput(pair.InputColumnName);
                MissingValues.CheckType(input.ItemType, MissingValueReplacingTransformer.TransformName);
                var kept = MissingValues.Kept(input, AnnotationKinds.SlotNames, AnnotationKinds.IsNormalized);
                return new SchemaShape.Column(
                    pair.OutputColumnName,
                    input.Kind,
                    input.ItemType,
                    isKey: false,
                    new SchemaShape(kept)
                );
            })
        );
    }

    private static DataViewSchema.Column Find(DataViewSchema schema, string name)
    {
        var column = schema.GetColumnOrNull(name) ?? throw SchemaErrors.MissingColumn("input", name, "input");
        MissingValues.CheckType(PrimitiveTypes.ItemTypeOf(column.Type), MissingValueReplacingTransformer.TransformName);
        return column;
    }

    private double[] Learn(IDataView data, DataViewSchema.Column column)
    {
        if (_mode == ReplacementMode.DefaultValue)
        {
            return [0];
        }

        var slots = _bySlot && column.Type is VectorDataViewType { IsKnownSize: true } vector ? vector.Size : 1;
        var statistics = new SlotStatistics[slots];
        Array.Fill(statistics, new SlotStatistics());
        using var cursor = data.GetRowCursor([column]);
        var read = DoubleReader.Create(cursor, column);
        while (cursor.MoveNext())
        {
            var values = read();
            for (var i = 0; i < values.Length; i++)
            {
                statistics[slots == 1 ? 0 : i].Add(values[i]);
            }
        }

        return statistics.Select(slot => Replacement(slot, column.Name)).ToArray();
    }

    // With nothing but missing values the mean is 0, as in ML.NET.
    private double Replacement(SlotStatistics slot, string column)
    {
        if (_mode == ReplacementMode.Mean)
        {
            return slot.Mean;
        }

        if (slot.Minimum > slot.Maximum)
        {
            throw new NotSupportedException(
                $"Replacing missing values of '{column}' by the {_mode} where all values are missing is not supported here."
            );
        }

        return _mode == ReplacementMode.Minimum ? slot.Minimum : slot.Maximum;
    }

    public enum ReplacementMode : byte
    {
        DefaultValue = 0,
        Mean = 1,
        Minimum = 2,
        Maximum = 3,
        Mode = 5,
    }
}
