using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms
{
    public sealed class ColumnConcatenatingEstimator : IEstimator<ColumnConcatenatingTransformer>
    {
        private readonly IHost _host;
        private readonly string _output;
        private readonly string[] _inputs;

        internal ColumnConcatenatingEstimator(IHostEnvironment env, string output, string[] inputs)
        {
            _host = env.Register(nameof(ColumnConcatenatingEstimator));
            Check.NonEmpty(output, "outputColumnName");
            Check.Value(inputs, "inputColumnNames");
            Check.Param(inputs.Length > 0, "inputColumnNames", "Input columns not specified");
            Check.Param(!inputs.Any(string.IsNullOrEmpty), "inputColumnNames", "Contained some null or empty items");
            _output = output;
            _inputs = inputs;
        }

        public ColumnConcatenatingTransformer Fit(IDataView input)
        {
            Check.Value(input, nameof(input));
            return new ColumnConcatenatingTransformer(_host, _output, _inputs);
        }

        public SchemaShape GetOutputSchema(SchemaShape inputSchema)
        {
            Check.Value(inputSchema, nameof(inputSchema));
            var inputs = _inputs.Select(name => inputSchema.FindInput(name)).ToArray();
            foreach (var input in inputs)
                CheckItemType(input, inputs[0].ItemType);
            var kind = inputs.Any(input => input.Kind == SchemaShape.Column.VectorKind.VariableVector)
                ? SchemaShape.Column.VectorKind.VariableVector
                : SchemaShape.Column.VectorKind.Vector;
            return inputSchema.With(
                new SchemaShape.Column(_output, kind, inputs[0].ItemType, isKey: false, AnnotationsOf(inputs))
            );
        }

        private static void CheckItemType(SchemaShape.Column input, DataViewType expected)
        {
            Check.That(!input.IsKey, $"Column '{input.Name}' is key. Concatenation of keys is unsupported.");
            Check.That(
                input.ItemType.Equals(expected),
                $"Concatenated columns should have the same type. Column '{input.Name}' has type of {input.ItemType}, but expected column type is {expected}."
            );
        }

        private static SchemaShape AnnotationsOf(SchemaShape.Column[] inputs)
        {
            var annotations = new List<SchemaShape.Column>();
            if (inputs.All(input => input.Annotations.TryFindColumn(AnnotationKinds.IsNormalized, out _)))
                annotations.Add(AnnotationShapes.Scalar(AnnotationKinds.IsNormalized, BooleanDataViewType.Instance));
            if (inputs.Any(input => input.Annotations.TryFindColumn(AnnotationKinds.CategoricalSlotRanges, out _)))
                annotations.Add(
                    AnnotationShapes.Vector(AnnotationKinds.CategoricalSlotRanges, NumberDataViewType.Int32)
                );
            if (inputs.Any(HasSlotNames))
                annotations.Add(AnnotationShapes.Vector(AnnotationKinds.SlotNames, TextDataViewType.Instance));
            return new SchemaShape(annotations);
        }

        private static bool HasSlotNames(SchemaShape.Column input) =>
            input.Kind == SchemaShape.Column.VectorKind.Scalar
            || input.Annotations.TryFindColumn(AnnotationKinds.SlotNames, out _);
    }

    /// <summary>Shapes of annotation columns.</summary>
    internal static class AnnotationShapes
    {
        public static SchemaShape.Column Scalar(string kind, DataViewType type) =>
            new(kind, SchemaShape.Column.VectorKind.Scalar, type, isKey: false);

        public static SchemaShape.Column Vector(string kind, DataViewType itemType) =>
            new(kind, SchemaShape.Column.VectorKind.Vector, itemType, isKey: false);
    }
}

namespace Microsoft.ML.Data
{
    using Microsoft.ML.Transforms;

    public sealed partial class ColumnConcatenatingTransformer : RowToRowTransformerBase
    {
        internal ColumnConcatenatingTransformer(IHostEnvironment env, string output, string[] inputs)
            : base(env)
        {
            OutputColumnName = output;
            InputColumnNames = inputs;
        }

        internal string OutputColumnName { get; }

        internal IReadOnlyList<string> InputColumnNames { get; }

        private protected override IReadOnlyList<ComputedColumn> ComputeColumns(DataViewSchema inputSchema)
        {
            var inputs = InputColumnNames.Select(name => inputSchema.FindInput(name)).ToArray();
            int[] indices = inputs.Select(input => input.Index).ToArray();
            if (inputs is [{ Type: VectorDataViewType } only])
                return
                [
                    new(OutputColumnName, only.Type, only.Annotations, indices, row => ItemGetters.Same(row, only)),
                ];
            var itemType = (PrimitiveDataViewType)PrimitiveTypes.ItemTypeOf(inputs[0].Type);
            foreach (var input in inputs)
            {
                if (!PrimitiveTypes.ItemTypeOf(input.Type).Equals(itemType))
                    throw SchemaErrors.WrongType("input", input.Name, itemType.ToString(), input.Type.ToString());
            }
            var sizes = inputs.Select(SizeOf).ToArray();
            int size = sizes.Contains(0) ? 0 : sizes.Sum();
            return
            [
                new(
                    OutputColumnName,
                    new VectorDataViewType(itemType, size),
                    ConcatenatedAnnotations.Of(inputs, itemType, size),
                    indices,
                    row => GenericCall.Invoke<Delegate>(MakeGetter<int>, [itemType.RawType], row, inputs)
                ),
            ];
        }

        /// <summary>Slots of a column: 1 for a scalar, 0 for vectors of any size.</summary>
        internal static int SizeOf(DataViewSchema.Column column) =>
            column.Type is VectorDataViewType vector ? vector.Size : 1;

        private static Delegate MakeGetter<T>(DataViewRow row, DataViewSchema.Column[] inputs)
        {
            var sources = inputs.Select(input => ConcatenationSource<T>.Create(row, input)).ToArray();
            return (ValueGetter<VBuffer<T>>)(
                (ref VBuffer<T> dst) =>
                {
                    int length = 0;
                    foreach (var source in sources)
                        length += source.Fetch();
                    var editor = VBufferEditor.Create(ref dst, length);
                    int at = 0;
                    foreach (var source in sources)
                        at += source.CopyTo(editor.Values[at..]);
                    dst = editor.Commit();
                }
            );
        }
    }

    /// <summary>One input of a concatenation: fetched first, to know its length, then copied.</summary>
    internal abstract class ConcatenationSource<T>
    {
        public static ConcatenationSource<T> Create(DataViewRow row, DataViewSchema.Column column) =>
            column.Type is VectorDataViewType vector
                ? new OfVector(row.GetGetter<VBuffer<T>>(column), column.Name, vector.Size)
                : new OfScalar(row.GetGetter<T>(column));

        /// <summary>Gets the row's value and returns the number of its slots.</summary>
        public abstract int Fetch();

        /// <summary>Copies the value that was fetched and returns the number of its slots.</summary>
        public abstract int CopyTo(Span<T> slots);

        private sealed class OfScalar(ValueGetter<T> get) : ConcatenationSource<T>
        {
            private T _value;

            public override int Fetch()
            {
                get(ref _value);
                return 1;
            }

            public override int CopyTo(Span<T> slots)
            {
                slots[0] = _value;
                return 1;
            }
        }

        private sealed class OfVector(ValueGetter<VBuffer<T>> get, string name, int size) : ConcatenationSource<T>
        {
            private VBuffer<T> _value;

            public override int Fetch()
            {
                get(ref _value);
                Check.That(
                    size == 0 || _value.Length == size,
                    $"Column '{name}': expected {size} slots, but got {_value.Length}"
                );
                return _value.Length;
            }

            public override int CopyTo(Span<T> slots)
            {
                _value.CopyTo(slots);
                return _value.Length;
            }
        }
    }
}
