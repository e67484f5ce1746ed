using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public static class TextLoaderSaverCatalog
{
    public static IDataView LoadFromTextFile(
        this DataOperationsCatalog catalog,
        string path,
        TextLoader.Column[] columns,
        char separatorChar = '\t',
        bool hasHeader = false,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false
    )
    {
        Check.Value(catalog, nameof(catalog));
        Check.NonEmpty(path, nameof(path));
        Check.Value(columns, nameof(columns));
        if (allowSparse)
            throw new NotSupportedException("Sparse text files are not supported here.");
        Check.Param(File.Exists(path), nameof(path), $"File or directory does not exist at path: {path}");
        return new TextFileView(path, new TextFormat(separatorChar, hasHeader, allowQuoting, trimWhitespace), columns);
    }

    public static IDataView LoadFromTextFile<TInput>(
        this DataOperationsCatalog catalog,
        string path,
        char separatorChar = '\t',
        bool hasHeader = false,
        bool allowQuoting = false,
        bool trimWhitespace = false,
        bool allowSparse = false
    ) =>
        catalog.LoadFromTextFile(
            path,
            ColumnsOf(typeof(TInput)),
            separatorChar,
            hasHeader,
            allowQuoting,
            trimWhitespace,
            allowSparse
        );

    private static TextLoader.Column[] ColumnsOf(Type userType) =>
        UserMember
            .AllOf(userType, SchemaDefinition.Direction.Both)
            .Where(member => member.Info.GetCustomAttribute<LoadColumnAttribute>() is not null)
            .Select(member => new TextLoader.Column(
                member.Info.GetCustomAttribute<ColumnNameAttribute>()?.Name ?? member.Name,
                KindOf(member),
                member.Info.GetCustomAttribute<LoadColumnAttribute>().Sources
            ))
            .ToArray();

    private static DataKind KindOf(UserMember member)
    {
        if (member.Info.GetCustomAttribute<KeyTypeAttribute>() is not null)
            throw new NotSupportedException($"Loading keys from text, as for {member.Name}, is not supported here.");
        return Enum.GetValues<DataKind>().First(kind => PrimitiveTypes.FromKind(kind).RawType == member.ItemType);
    }
}
