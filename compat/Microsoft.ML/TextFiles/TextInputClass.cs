using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Reads the columns of a text file from the attributes of a user's class.</summary>
internal static class TextInputClass
{
    public static TextLoader.Column[] ColumnsOf(Type userType)
    {
        var members = UserMember.AllOf(userType, SchemaDefinition.Direction.Read).ToArray();
        Check.Param(
            members.Length > 0,
            "TInput",
            "Should define at least one public, readable field or property in TInput."
        );
        return members.Select(ColumnOf).ToArray();
    }

    private static TextLoader.Column ColumnOf(UserMember member)
    {
        var kind = member.Info is FieldInfo ? "Field" : "Property";
        var source =
            member.Info.GetCustomAttribute<LoadColumnAttribute>()
            ?? throw new InvalidOperationException(
                $"{kind} '{member.Name}' is missing the {nameof(LoadColumnAttribute)} attribute"
            );
        var itemType = PrimitiveTypes.FromType(member.Type.IsArray ? member.Type.GetElementType() : member.Type);
        Check.That(itemType is not null and not RowIdDataViewType, $"{kind} {member.Name} is of unsupported type.");
        return new TextLoader.Column(
            member.Info.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name,
            Enum.GetValues<DataKind>().First(kind => PrimitiveTypes.FromKind(kind) == itemType),
            source.Sources,
            member.Info.GetCustomAttribute<KeyTypeAttribute>()?.Count is { } count ? new KeyCount(count) : null
        );
    }
}
