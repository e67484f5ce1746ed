using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A checked mapping between a member of a user's class and a column.</summary>
internal sealed record BoundColumn(
    string Name,
    DataViewType Type,
    UserMember Member,
    DataViewSchema.Annotations Annotations
)
{
    /// <summary>
    /// Returns the columns of a user's class, from a definition or, without one, from the attributes of the class.
    /// </summary>
    public static IReadOnlyList<BoundColumn> AllOf(
        Type userType,
        SchemaDefinition definition,
        SchemaDefinition.Direction direction
    ) =>
        (definition ?? SchemaDefinition.Create(userType, direction)).Select(column => Bind(userType, column)).ToArray();

    public static DataViewSchema SchemaOf(IEnumerable<BoundColumn> columns)
    {
        var builder = new DataViewSchema.Builder();
        foreach (var column in columns)
        {
            builder.AddColumn(column.Name, column.Type, column.Annotations);
        }

        return builder.ToSchema();
    }

    private static BoundColumn Bind(Type userType, SchemaDefinition.Column column)
    {
        var member = UserMember.Find(userType, column.MemberName);
        var name = string.IsNullOrEmpty(column.ColumnName) ? column.MemberName : column.ColumnName;
        var type = column.ColumnType;
        if (type is null)
        {
            var item = PrimitiveTypes.FromType(member.ItemType);
            type = member.IsVector ? new VectorDataViewType(item) : item;
        }

        var vector = type as VectorDataViewType;
        Check.Param(
            vector is not null == member.IsVector,
            "userSchemaDefinition",
            $"Column '{name}' is supposed to be {Shape(vector is not null)}, but type of associated field '{column.MemberName}' is {Shape(member.IsVector)}"
        );
        var itemType = PrimitiveTypes.ItemTypeOf(type);
        Check.Param(
            itemType.RawType == member.ItemType,
            "userSchemaDefinition",
            $"Column '{name}' is supposed to have item type {itemType.RawType}, but associated field has type {member.ItemType}"
        );
        return new BoundColumn(name, type, member, column.Annotations);
    }

    private static string Shape(bool isVector) => isVector ? "vector" : "scalar";
}
