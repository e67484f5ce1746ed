using System.Linq.Expressions;
using System.Reflection;

namespace Microsoft.ML.Data;

/// <summary>A public field or property of a user's class.</summary>
internal sealed class UserMember
{
    private UserMember(MemberInfo info, Type type)
    {
        Info = info;
        Type = type;
    }

    public MemberInfo Info { get; }

    public Type Type { get; }

    public string Name => Info.Name;

    public bool IsVector => Type.IsArray || IsVBuffer;

    public bool IsVBuffer => Type.IsGenericType && Type.GetGenericTypeDefinition() == typeof(VBuffer<>);

    /// <summary>Gets the raw type of the column's items. For string, it is the raw type of text.</summary>
    public Type ItemType
    {
        get
        {
            var item =
                Type.IsArray ? Type.GetElementType()
                : IsVBuffer ? Type.GetGenericArguments()[0]
                : Type;
            return PrimitiveTypes.FromType(item)?.RawType
                ?? throw new ArgumentOutOfRangeException(
                    "rawType",
                    $"Could not determine an IDataView type and registered custom types for member {Name}"
                );
        }
    }

    public static IEnumerable<UserMember> AllOf(Type userType, SchemaDefinition.Direction direction)
    {
        const BindingFlags PublicInstance = BindingFlags.Public | BindingFlags.Instance;
        var fields = userType.GetFields(PublicInstance).Select(field => new UserMember(field, field.FieldType));
        var properties = userType
            .GetProperties(PublicInstance)
            .Where(property => property.GetIndexParameters().Length == 0 && Fits(property, direction))
            .Select(property => new UserMember(property, property.PropertyType));
        return fields.Concat(properties);
    }

    public static UserMember Find(Type userType, string name)
    {
        if (userType.GetField(name) is { } field)
        {
            return new UserMember(field, field.FieldType);
        }

        if (userType.GetProperty(name) is { } property)
        {
            return new UserMember(property, property.PropertyType);
        }

        throw new ArgumentOutOfRangeException(
            "userSchemaDefinition",
            $"No field or property with name '{name}' found in type '{userType.FullName}'"
        );
    }

    public Func<TRow, TValue> Reader<TRow, TValue>()
    {
        var row = Expression.Parameter(typeof(TRow));
        return Expression.Lambda<Func<TRow, TValue>>(Expression.MakeMemberAccess(row, Info), row).Compile();
    }

    public Action<TRow, TValue> Writer<TRow, TValue>()
    {
        var row = Expression.Parameter(typeof(TRow));
        var value = Expression.Parameter(typeof(TValue));
        var assignment = Expression.Assign(Expression.MakeMemberAccess(row, Info), value);
        return Expression.Lambda<Action<TRow, TValue>>(assignment, row, value).Compile();
    }

    /// <summary>Gets whether the member can be read. A property may have only a setter.</summary>
    public bool IsReadable => Info is FieldInfo || ((PropertyInfo)Info).GetGetMethod() is not null;

    private static bool Fits(PropertyInfo property, SchemaDefinition.Direction direction) =>
        (direction.HasFlag(SchemaDefinition.Direction.Read) && property.GetGetMethod() is not null)
        || (direction.HasFlag(SchemaDefinition.Direction.Write) && property.GetSetMethod() is not null);
}
