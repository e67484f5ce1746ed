using System.Globalization;
using System.Text;

namespace VaeMlNet.ApiPages;

/// <summary>The list of all types, by library.</summary>
internal static class IndexPage
{
    public static string Write(IReadOnlyList<ApiLibrary> libraries)
    {
        StringBuilder page = new(
            "# API\n\nThe public types of each package. The extension methods on ML.NET's catalogs are in the namespace `Microsoft.ML`.\n"
        );
        foreach (var library in libraries)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {library.Name}\n\n");
            foreach (var type in library.Types)
            {
                var summary = new DocText(type.Comments).Line(type.Comments.Of(type.Symbol)?.Element("summary"));
                page.Append(
                    CultureInfo.InvariantCulture,
                    $"- [`{type.Title}`](./{type.Page}.md) ({type.Kind}): {summary}\n"
                );
            }
        }

        return page.ToString();
    }

    /// <summary>Returns the entries of the site's sidebar, in the form that VitePress reads.</summary>
    public static IEnumerable<object> Sidebar(IReadOnlyList<ApiLibrary> libraries) =>
        libraries.Select(library => new
        {
            text = library.Name,
            collapsed = true,
            items = library.Types.Select(type => new { text = type.Title, link = $"/api/{type.Page}" }),
        });
}
