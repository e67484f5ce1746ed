using System.Text.Json;
using VaeMlNet.ApiPages;

// dotnet ApiPages.dll FOLDER: writes a page for each public type of the libraries, index.md, and sidebar.json with the titles and links.
if (args.Length != 1)
{
    Console.Error.WriteLine("Pass the folder for the pages: ApiPages FOLDER");
    return 1;
}

Directory.CreateDirectory(args[0]);
var libraries = ApiLibrary.Load();
foreach (var type in libraries.SelectMany(library => library.Types))
{
    File.WriteAllText(Path.Combine(args[0], $"{type.Page}.md"), TypePage.Write(type));
}

File.WriteAllText(Path.Combine(args[0], "index.md"), IndexPage.Write(libraries));
File.WriteAllText(Path.Combine(args[0], "sidebar.json"), JsonSerializer.Serialize(IndexPage.Sidebar(libraries)));
Console.WriteLine($"{libraries.Sum(library => library.Types.Count)} types of {libraries.Count} libraries");
return 0;
