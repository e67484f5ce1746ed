using System.Collections;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed class SchemaShape : IReadOnlyList<SchemaShape.Column>
{
    private static readonly SchemaShape Empty = new([]);

    private readonly Column[] _columns;

    public SchemaShape(IEnumerable<Column> columns)
    {
        Check.Value(columns, nameof(columns));
        _columns = columns.ToArray();
    }

    public int Count => _columns.Length;

    public Column this[int index] => _columns[index];

    public IEnumerator<Column> GetEnumerator() => ((IEnumerable<Column>)_columns).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static SchemaShape Create(DataViewSchema schema)
    {
        Check.Value(schema, nameof(schema));
        return new SchemaShape(
            schema
                .Where(column => !column.IsHidden)
                .Select(column =>
                    ShapeOf(
                        column,
                        new SchemaShape(column.Annotations.Schema.Select(annotation => ShapeOf(annotation, null)))
                    )
                )
        );
    }

    internal bool TryFindColumn(string name, out Column column)
    {
        Check.Value(name, nameof(name));
        column = _columns.FirstOrDefault(candidate => candidate.Name == name);
        return column.IsValid;
    }

    /// <summary>Returns this shape with the given columns instead of those with their names, or at the end.</summary>
    internal SchemaShape With(params IEnumerable<Column> columns)
    {
        var result = _columns.ToDictionary(column => column.Name);
        foreach (var column in columns)
        {
            result[column.Name] = column;
        }

        return new SchemaShape(result.Values);
    }

    private static Column ShapeOf(DataViewSchema.Column column, SchemaShape annotations)
    {
        var kind = column.Type switch
        {
            VectorDataViewType { IsKnownSize: true } => Column.VectorKind.Vector,
            VectorDataViewType => Column.VectorKind.VariableVector,
            _ => Column.VectorKind.Scalar,
        };
        var itemType = PrimitiveTypes.ItemTypeOf(column.Type);
        return itemType is KeyDataViewType
            ? new Column(column.Name, kind, PrimitiveTypes.FromType(itemType.RawType), isKey: true, annotations)
            : new Column(column.Name, kind, itemType, isKey: false, annotations);
    }

    public struct Column
    {
        public readonly string Name;
        public readonly VectorKind Kind;
        public readonly DataViewType ItemType;
        public readonly bool IsKey;
        public readonly SchemaShape Annotations;

        internal Column(
            string name,
            VectorKind vecKind,
            DataViewType itemType,
            bool isKey,
            SchemaShape annotations = null
        )
        {
            Check.NonEmpty(name, nameof(name));
            Check.Param(itemType is not KeyDataViewType, nameof(itemType), "Item type cannot be a key");
            Check.Param(itemType is not VectorDataViewType, nameof(itemType), "Item type cannot be a vector");
            Check.Param(
                !isKey || KeyDataViewType.IsValidDataType(itemType.RawType),
                nameof(itemType),
                "The item type must be valid for a key"
            );
            Name = name;
            Kind = vecKind;
            ItemType = itemType;
            IsKey = isKey;
            Annotations = annotations ?? Empty;
        }

        internal bool IsValid => Name is not null;

        public enum VectorKind
        {
            Scalar,
            Vector,
            VariableVector,
        }

        /// <summary>Returns whether a column of shape <paramref name="source"/> satisfies this one as a requirement.</summary>
        internal bool IsCompatibleWith(Column source)
        {
            Check.Param(source.IsValid, nameof(source), "struct not initialized properly");
            return Name == source.Name
                && Kind == source.Kind
                && ItemType.Equals(source.ItemType)
                && IsKey == source.IsKey
                && Annotations.All(required =>
                    source.Annotations.TryFindColumn(required.Name, out var found) && required.IsCompatibleWith(found)
                );
        }

        /// <summary>
        /// Returns the type without its size, as messages show it. Examples: Vector&lt;Single&gt;, Key&lt;UInt32&gt;.
        /// </summary>
        internal string GetTypeString()
        {
            var item = IsKey ? $"Key<{ItemType}>" : ItemType.ToString();
            return Kind switch
            {
                VectorKind.Vector => $"Vector<{item}>",
                VectorKind.VariableVector => $"VarVector<{item}>",
                _ => item,
            };
        }
    }
}
