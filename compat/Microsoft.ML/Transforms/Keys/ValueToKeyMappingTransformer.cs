using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

public sealed partial class ValueToKeyMappingTransformer : OneToOneTransformerBase
{
    internal ValueToKeyMappingTransformer(
        IHostEnvironment env,
        InputOutputColumnPair[] columns,
        KeyMap[] maps,
        bool keyValuesAsText
    )
        : base(env)
    {
        Columns = columns;
        Maps = maps;
        KeyValuesAsText = keyValuesAsText;
    }

    internal IReadOnlyList<InputOutputColumnPair> Columns { get; }

    internal IReadOnlyList<KeyMap> Maps { get; }

    internal bool KeyValuesAsText { get; }

    private protected override IReadOnlyList<ComputedColumn> ComputeColumns(DataViewSchema inputSchema) =>
        Columns.Select((pair, i) => Compute(inputSchema.FindInput(pair.InputColumnName), pair, Maps[i])).ToArray();

    private ComputedColumn Compute(DataViewSchema.Column input, InputOutputColumnPair pair, KeyMap map)
    {
        var itemType = PrimitiveTypes.ItemTypeOf(input.Type);
        if (!itemType.Equals(map.ValueType))
        {
            throw SchemaErrors.WrongType("input", input.Name, map.ValueType.ToString(), itemType.ToString());
        }

        var annotations = new DataViewSchema.Annotations.Builder();
        if (map.Count > 0)
        {
            var (type, getter) = map.MakeKeyValues(KeyValuesAsText);
            annotations.Add(AnnotationKinds.KeyValues, type, getter);
        }

        annotations.Add(input.Annotations, name => name == AnnotationKinds.SlotNames);
        return new ComputedColumn(
            pair.OutputColumnName,
            ItemGetters.TypeLike(input.Type, map.KeyType),
            annotations.ToAnnotations(),
            [input.Index],
            row => map.MakeGetter(row, input)
        );
    }
}
