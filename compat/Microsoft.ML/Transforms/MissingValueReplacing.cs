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
            throw new NotSupportedException("Replacing missing values by the mode is not supported here.");
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
            return [0];
        int slots = _bySlot && column.Type is VectorDataViewType { IsKnownSize: true } vector ? vector.Size : 1;
        var statistics = new SlotStatistics[slots];
        Array.Fill(statistics, new SlotStatistics());
        using var cursor = data.GetRowCursor([column]);
        var read = DoubleReader.Create(cursor, column);
        while (cursor.MoveNext())
        {
            var values = read();
            for (int i = 0; i < values.Length; i++)
                statistics[slots == 1 ? 0 : i].Add(values[i]);
        }
        return statistics.Select(slot => Replacement(slot, column.Name)).ToArray();
    }

    // With nothing but missing values the mean is 0, as in ML.NET.
    private double Replacement(SlotStatistics slot, string column)
    {
        if (_mode == ReplacementMode.Mean)
            return slot.Mean;
        if (slot.Minimum > slot.Maximum)
            throw new NotSupportedException(
                $"Replacing missing values of '{column}' by the {_mode} where all values are missing is not supported here."
            );
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

/// <summary>A column pair with the replacement for each slot, or one for all.</summary>
internal sealed record ReplacedColumn(InputOutputColumnPair Pair, double[] Replacements);

public sealed partial class MissingValueReplacingTransformer : OneToOneTransformerBase
{
    internal const string TransformName = "NAReplaceTransform";

    internal MissingValueReplacingTransformer(IHostEnvironment env, ReplacedColumn[] columns)
        : base(env) => Columns = columns;

    internal IReadOnlyList<ReplacedColumn> Columns { get; }

    private protected override IReadOnlyList<ComputedColumn> ComputeColumns(DataViewSchema inputSchema) =>
        Columns
            .Select(column =>
            {
                var input = inputSchema.FindInput(column.Pair.InputColumnName);
                var itemType = PrimitiveTypes.ItemTypeOf(input.Type);
                MissingValues.CheckType(itemType, TransformName);
                var annotations = new DataViewSchema.Annotations.Builder();
                annotations.Add(
                    input.Annotations,
                    name => name is AnnotationKinds.SlotNames or AnnotationKinds.IsNormalized
                );
                return new ComputedColumn(
                    column.Pair.OutputColumnName,
                    input.Type,
                    annotations.ToAnnotations(),
                    [input.Index],
                    row =>
                        itemType == NumberDataViewType.Single
                            ? MakeGetter(row, input, Array.ConvertAll(column.Replacements, value => (float)value))
                            : MakeGetter(row, input, column.Replacements)
                );
            })
            .ToArray();

    private static Delegate MakeGetter<T>(DataViewRow row, DataViewSchema.Column input, T[] replacements)
        where T : struct, System.Numerics.IFloatingPointIeee754<T>
    {
        if (replacements.Length == 1)
            return ItemGetters.Map<T, T>(row, input, value => T.IsNaN(value) ? replacements[0] : value);
        var get = row.GetGetter<VBuffer<T>>(input);
        VBuffer<T> source = default;
        return (ValueGetter<VBuffer<T>>)(
            (ref VBuffer<T> dst) =>
            {
                get(ref source);
                Check.That(source.Length == replacements.Length, "Check failed");
                var editor = VBufferEditor.Create(ref dst, source.Length);
                source.CopyTo(editor.Values);
                for (int i = 0; i < replacements.Length; i++)
                {
                    if (T.IsNaN(editor.Values[i]))
                        editor.Values[i] = replacements[i];
                }
                dst = editor.Commit();
            }
        );
    }
}
