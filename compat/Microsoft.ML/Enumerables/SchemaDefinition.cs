using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>The mapping of the members of a user's class to columns.</summary>
public sealed class SchemaDefinition : List<SchemaDefinition.Column>
{
    private SchemaDefinition() { }

    public Column this[string columnName]
    {
        get => this.FirstOrDefault(column => column.ColumnName == columnName);
        set
        {
            Check.Value(value, nameof(value));
            Check.Param(
                value.ColumnName == columnName,
                nameof(columnName),
                $"The column name is specified as '{value.ColumnName}' but must match the selector '{columnName}'."
            );
            var index = FindIndex(column => column.ColumnName == columnName);
            if (index >= 0)
            {
                this[index] = value;
            }
            else
            {
                Add(value);
            }
        }
    }

    public static SchemaDefinition Create(Type userType, Direction direction = Direction.Both)
    {
        Check.Value(userType, nameof(userType));
        var definition = new SchemaDefinition();
        foreach (var member in UserMember.AllOf(userType, direction))
        {
            if (member.Type == typeof(IChannel) || member.Info.GetCustomAttribute<NoColumnAttribute>() is not null)
            {
                continue;
            }

            var name = member.Info.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name;
            Check.Param(
                definition[name] is null,
                nameof(userType),
                $"Duplicate column name '{name}' detected, this is disallowed"
            );
            definition.Add(new Column(member.Name, ColumnTypeOf(member), name));
        }

        return definition;
    }

    /// <summary>Creates the definition of a class for reading, with the annotations of the columns of a schema.</summary>
    internal static SchemaDefinition Annotated(Type userType, DataViewSchema schema)
    {
        Check.Value(schema, nameof(schema));
        var definition = Create(userType, Direction.Read);
        foreach (var column in schema)
        {
            var target = definition[column.Name];
            Check.That(target is not null, $"Type should contain a member named {column.Name}");
            foreach (var annotation in column.Annotations.Schema)
            {
                target.SetAnnotation(annotation.Name, annotation.Type, column.Annotations.GetGetter(annotation));
            }
        }

        return definition;
    }

    private static DataViewType ColumnTypeOf(UserMember member)
    {
        var itemType = ItemTypeOf(member);
        var vector = member.Info.GetCustomAttribute<VectorTypeAttribute>();
        if (!member.IsVector)
        {
            Check.Param(
                vector is null,
                "userType",
                $"Member {member.Name} marked with VectorType attribute, but does not appear to be a vector type"
            );
            return itemType;
        }

        return vector?.Dimensions is { Length: > 0 } dimensions
            ? new VectorDataViewType(itemType, dimensions)
            : new VectorDataViewType(itemType);
    }

    private static PrimitiveDataViewType ItemTypeOf(UserMember member)
    {
        if (member.Info.GetCustomAttribute<KeyTypeAttribute>() is not { } key)
        {
            return PrimitiveTypes.FromType(member.ItemType);
        }

        Check.Param(
            KeyDataViewType.IsValidDataType(member.ItemType),
            "userType",
            $"Member {member.Name} marked with KeyType attribute, but does not appear to be a valid kind of data for a key type"
        );
        return new KeyDataViewType(member.ItemType, key.Count ?? KeyDataViewType.MaximumCount(member.ItemType));
    }

    [Flags]
    public enum Direction
    {
        Read = 1,
        Write = 2,
        Both = 3,
    }

    public sealed class Column
    {
        private readonly Dictionary<string, (DataViewType Type, Delegate Getter)> _annotations = [];

        internal Column(string memberName, DataViewType columnType, string columnName)
        {
            MemberName = memberName;
            ColumnType = columnType;
            ColumnName = columnName;
        }

        public string MemberName { get; }

        public string ColumnName { get; set; }

        public DataViewType ColumnType { get; set; }

        public DataViewSchema.Annotations Annotations
        {
            get
            {
                var builder = new DataViewSchema.Annotations.Builder();
                foreach (var (kind, (type, getter)) in _annotations)
                {
                    builder.Add(kind, type, getter);
                }

                return builder.ToAnnotations();
            }
        }

        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            Check.Value(kind, nameof(kind));
            Check.Value(annotationType, nameof(annotationType));
            Check.That(!_annotations.ContainsKey(kind), "Column already contains an annotation of this kind.");
            _annotations[kind] = (annotationType, AnnotationGetters.Create(value));
        }

        /// <summary>Sets or replaces an annotation by a getter of its type.</summary>
        internal void SetAnnotation(string kind, DataViewType type, Delegate getter) =>
            _annotations[kind] = (type, getter);
    }
}
