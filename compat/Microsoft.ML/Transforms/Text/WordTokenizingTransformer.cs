using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms.Text;

/// <summary>Splits texts at separators, trims spaces, and drops what is empty then.</summary>
public sealed class WordTokenizingTransformer : OneToOneTransformerBase
{
    private readonly char[] _separators;

    internal WordTokenizingTransformer(IHostEnvironment env, InputOutputColumnPair columns, char[] separators)
        : base(env)
    {
        Columns = columns;
        _separators = separators;
    }

    internal InputOutputColumnPair Columns { get; }

    internal static Exception WrongType(string column, DataViewType type) =>
        SchemaErrors.WrongType("input", column, "String or Vector of String", type.ToString());

    private protected override IReadOnlyList<ComputedColumn> ComputeColumns(DataViewSchema inputSchema)
    {
        var input = inputSchema.FindInput(Columns.InputColumnName);
        if (PrimitiveTypes.ItemTypeOf(input.Type) is not TextDataViewType)
        {
            throw WrongType(input.Name, input.Type);
        }

        return
        [
            new ComputedColumn(
                Columns.OutputColumnName,
                new VectorDataViewType(TextDataViewType.Instance),
                null,
                [input.Index],
                row => MakeGetter(row, input)
            ),
        ];
    }

    private ValueGetter<VBuffer<ReadOnlyMemory<char>>> MakeGetter(DataViewRow row, DataViewSchema.Column input)
    {
        var texts = Texts(row, input);
        return (ref VBuffer<ReadOnlyMemory<char>> dst) =>
        {
            var words = texts().SelectMany(Words).ToArray();
            var editor = VBufferEditor.Create(ref dst, words.Length);
            words.CopyTo(editor.Values);
            dst = editor.Commit();
        };
    }

    private static Func<IEnumerable<ReadOnlyMemory<char>>> Texts(DataViewRow row, DataViewSchema.Column input)
    {
        if (input.Type is not VectorDataViewType)
        {
            var get = row.GetGetter<ReadOnlyMemory<char>>(input);
            ReadOnlyMemory<char> text = default;
            return () =>
            {
                get(ref text);
                return [text];
            };
        }

        var getVector = row.GetGetter<VBuffer<ReadOnlyMemory<char>>>(input);
        VBuffer<ReadOnlyMemory<char>> texts = default;
        return () =>
        {
            getVector(ref texts);
            return texts.GetValues().ToArray();
        };
    }

    private IEnumerable<ReadOnlyMemory<char>> Words(ReadOnlyMemory<char> text)
    {
        while (!text.IsEmpty)
        {
            var end = text.Span.IndexOfAny(_separators);
            var word = (end < 0 ? text : text[..end]).Trim(' ');
            text = end < 0 ? default : text[(end + 1)..];
            if (!word.IsEmpty)
            {
                yield return word;
            }
        }
    }
}
