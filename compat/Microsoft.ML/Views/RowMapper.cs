using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Computed columns bound to an input schema.</summary>
internal sealed class RowMapper : IRowToRowMapper
{
    private readonly IReadOnlyList<ComputedColumn> _computed;
    private readonly ColumnBindings _bindings;

    public RowMapper(DataViewSchema inputSchema, IReadOnlyList<ComputedColumn> computed)
    {
        _computed = computed;
        _bindings = new ColumnBindings(
            inputSchema,
            computed
                .Select(column => new DataViewSchema.DetachedColumn(column.Name, column.Type, column.Annotations))
                .ToArray()
        );
    }

    public DataViewSchema InputSchema => _bindings.InputSchema;

    public DataViewSchema OutputSchema => _bindings.Schema;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns) =>
        InputsOf(Active(dependingColumns));

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        Check.Value(input, nameof(input));
        Check.Value(activeColumns, nameof(activeColumns));
        Check.That(
            ReferenceEquals(input.Schema, InputSchema),
            "Schema of input row must be the same as the schema the mapper is bound to"
        );
        return new MappedRow(this, input, Active(activeColumns));
    }

    /// <summary>Returns, for each output column, whether it is one of the given columns.</summary>
    public bool[] Active(IEnumerable<DataViewSchema.Column> columns)
    {
        Check.Value(columns, "columnsNeeded");
        var active = new bool[OutputSchema.Count];
        foreach (var column in columns)
        {
            active[column.Index] = true;
        }

        return active;
    }

    /// <summary>Returns whether a computed column is active.</summary>
    public bool Computes(bool[] active)
    {
        for (var i = 0; i < active.Length; i++)
        {
            _bindings.MapColumnIndex(out var isSrcColumn, i);
            if (active[i] && !isSrcColumn)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns the input columns that the active output columns need.</summary>
    public DataViewSchema.Column[] InputsOf(bool[] active)
    {
        var needed = new bool[InputSchema.Count];
        for (var i = 0; i < active.Length; i++)
        {
            if (!active[i])
            {
                continue;
            }

            var index = _bindings.MapColumnIndex(out var isSrcColumn, i);
            foreach (var column in isSrcColumn ? [index] : _computed[index].InputColumns)
            {
                needed[column] = true;
            }
        }

        return InputSchema.Where(column => needed[column.Index]).ToArray();
    }

    /// <summary>Creates getters of the active computed columns over a row of the input schema. The others are null.</summary>
    public Delegate[] MakeGetters(DataViewRow input, bool[] active)
    {
        var getters = new Delegate[_computed.Count];
        for (var i = 0; i < active.Length; i++)
        {
            var index = _bindings.MapColumnIndex(out var isSrcColumn, i);
            if (active[i] && !isSrcColumn)
            {
                getters[index] = _computed[index].MakeGetter(input);
            }
        }

        return getters;
    }

    /// <summary>
    /// Returns whether an output column is active in a row of the mapper. A column of the input is active if it is active
    /// in the row.
    /// </summary>
    public bool IsActive(DataViewRow input, bool[] active, DataViewSchema.Column column)
    {
        var index = _bindings.MapColumnIndex(out var isSrcColumn, column.Index);
        return isSrcColumn ? input.IsColumnActive(InputSchema[index]) : active[column.Index];
    }

    public ValueGetter<TValue> Getter<TValue>(DataViewRow input, Delegate[] computed, DataViewSchema.Column column)
    {
        var index = _bindings.MapColumnIndex(out var isSrcColumn, column.Index);
        return isSrcColumn
            ? input.GetGetter<TValue>(InputSchema[index])
            : SchemaErrors.Typed<TValue>(computed[index], OutputSchema[column.Index]);
    }
}
