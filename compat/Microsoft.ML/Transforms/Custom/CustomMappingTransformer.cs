using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class CustomMappingTransformer<TSrc, TDst> : ITransformer
    where TSrc : class, new()
    where TDst : class, new()
{
    private readonly Action<TSrc, TDst> _map;
    private readonly string _contractName;
    private readonly SchemaDefinition _inputDefinition;

    internal CustomMappingTransformer(
        Action<TSrc, TDst> mapAction,
        string contractName,
        SchemaDefinition inputDefinition,
        SchemaDefinition outputDefinition
    )
    {
        Check.Value(mapAction, nameof(mapAction));
        _map = mapAction;
        _contractName = contractName;
        _inputDefinition = inputDefinition;
        InputColumns = BoundColumn.AllOf(typeof(TSrc), inputDefinition, SchemaDefinition.Direction.Both);
        AddedColumns = BoundColumn.AllOf(typeof(TDst), outputDefinition, SchemaDefinition.Direction.Write);
    }

    internal IReadOnlyList<BoundColumn> InputColumns { get; }

    internal IReadOnlyList<BoundColumn> AddedColumns { get; }

    bool ITransformer.IsRowToRowMapper => true;

    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => Bind(inputSchema).OutputSchema;

    public IDataView Transform(IDataView input)
    {
        Check.Value(input, nameof(input));
        return new MappedView(input, Bind(input.Schema));
    }

    IRowToRowMapper ITransformer.GetRowToRowMapper(DataViewSchema inputSchema) => Bind(inputSchema);

    void ICanSaveModel.Save(ModelSaveContext ctx) =>
        throw (
            _contractName is null
                ? new InvalidOperationException("Empty contract name for a transform: the transform cannot be saved")
                : new NotSupportedException("Custom mappings cannot be saved.")
        );

    private RowMapper Bind(DataViewSchema inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        var sources = MemberSetters.Bind<TSrc>(inputSchema, ignoreMissingColumns: false, _inputDefinition);
        var inputs = sources.Select(column => inputSchema[column.Name].Index).ToArray();
        // The columns of one row share one evaluation.
        var evaluations = new ConditionalWeakTable<DataViewRow, Evaluation>();
        var added = BoundColumn.SchemaOf(AddedColumns);
        return new RowMapper(
            inputSchema,
            added
                .Select(column => new ComputedColumn(
                    column.Name,
                    column.Type,
                    column.Annotations,
                    inputs,
                    row =>
                        evaluations
                            .GetValue(row, key => new Evaluation(key, sources, AddedColumns, _map))
                            .MakeGetter(column)
                ))
                .ToArray()
        );
    }

    /// <summary>Runs the action once per position of a row, when the first of its columns is asked for.</summary>
    private sealed class Evaluation
    {
        private readonly DataViewRow _row;
        private readonly RowWriter<TSrc> _reader;
        private readonly ObjectRow<TDst> _result;
        private readonly Action<TSrc, TDst> _map;
        private readonly TSrc _source = new();
        private readonly TDst _target = new();
        private long _position = -1;

        public Evaluation(
            DataViewRow row,
            IReadOnlyList<BoundColumn> sources,
            IReadOnlyList<BoundColumn> added,
            Action<TSrc, TDst> map
        )
        {
            _row = row;
            _map = map;
            _reader = new RowWriter<TSrc>(row, sources);
            _result = new ObjectRow<TDst>(added);
        }

        public Delegate MakeGetter(DataViewSchema.Column column) =>
            GenericCall.Invoke<Delegate>(MakeGetter<int>, [column.Type.RawType], column);

        private Delegate MakeGetter<T>(DataViewSchema.Column column)
        {
            var get = _result.GetGetter<T>(column);
            return (ValueGetter<T>)(
                (ref T dst) =>
                {
                    Refresh();
                    get(ref dst);
                }
            );
        }

        private void Refresh()
        {
            if (_position == _row.Position && _position >= 0)
            {
                return;
            }

            _reader.Write(_source);
            _map(_source, _target);
            _result.MoveTo(_target);
            _position = _row.Position;
        }
    }
}
