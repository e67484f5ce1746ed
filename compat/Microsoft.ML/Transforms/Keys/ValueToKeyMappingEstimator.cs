using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed class ValueToKeyMappingEstimator : IEstimator<ValueToKeyMappingTransformer>
{
    private readonly IHost _host;
    private readonly InputOutputColumnPair[] _columns;
    private readonly KeyLearningOptions _options;

    internal ValueToKeyMappingEstimator(
        IHostEnvironment env,
        InputOutputColumnPair[] columns,
        KeyLearningOptions options
    )
    {
        Check.Value(columns, nameof(columns));
        Check.Param(
            options.KeyData is null || options.KeyData.Schema.Count == 1,
            "keyData",
            "If specified, this data view should contain only a single column containing the terms to map, "
                + $"but this had {options.KeyData?.Schema.Count} columns."
        );
        _host = env.Register(nameof(ValueToKeyMappingEstimator));
        _columns = columns;
        _options = options;
    }

    public ValueToKeyMappingTransformer Fit(IDataView input)
    {
        Check.Value(input, nameof(input));
        var maps = _columns.Select(pair => LearnMap(input, pair)).ToArray();
        return new ValueToKeyMappingTransformer(_host, _columns, maps, _options.KeyValuesAsText);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        Check.Value(inputSchema, nameof(inputSchema));
        return inputSchema.With(_columns.Select(pair => OutputShape(inputSchema, pair)));
    }

    private KeyMap LearnMap(IDataView input, InputOutputColumnPair pair)
    {
        var column = input.Schema.FindInput(pair.InputColumnName);
        RefuseKeys(PrimitiveTypes.ItemTypeOf(column.Type) is KeyDataViewType);
        if (_options.KeyData is not { } keyData)
        {
            return KeyMap.Learn(input, column, _options.MaximumNumberOfKeys, _options.Order);
        }

        var key = keyData.Schema[0];
        Check.Param(
            PrimitiveTypes.ItemTypeOf(column.Type).Equals(key.Type),
            nameof(keyData),
            $"Input data's column must be of type '{PrimitiveTypes.ItemTypeOf(column.Type)}' but was '{key.Type}'"
        );
        return KeyMap.Learn(keyData, key, int.MaxValue, _options.Order);
    }

    private SchemaShape.Column OutputShape(SchemaShape inputSchema, InputOutputColumnPair pair)
    {
        var input = inputSchema.FindInput(pair.InputColumnName);
        RefuseKeys(input.IsKey);
        var annotations = new List<SchemaShape.Column>
        {
            AnnotationShapes.Vector(
                AnnotationKinds.KeyValues,
                _options.KeyValuesAsText ? TextDataViewType.Instance : input.ItemType
            ),
        };
        if (input.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out var slotNames))
        {
            annotations.Insert(0, slotNames);
        }

        return new SchemaShape.Column(
            pair.OutputColumnName,
            input.Kind,
            NumberDataViewType.UInt32,
            isKey: true,
            new SchemaShape(annotations)
        );
    }

    private static void RefuseKeys(bool isKey)
    {
        if (isKey)
        {
            throw new NotSupportedException("Mapping keys to keys is not supported here.");
        }
    }

    public enum KeyOrdinality : byte
    {
        ByOccurrence = 0,
        ByValue = 1,
    }
}
