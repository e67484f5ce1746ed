using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>A chart of the page.</summary>
/// <param name="Id">The id of the element that it is drawn in; letters, digits and hyphens.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Description">What it shows, in words: for who cannot see it.</param>
/// <param name="Spec">What Vega-Lite draws; the page gives colors and fonts.</param>
internal sealed record Chart(string Id, string Title, string Description, JsonObject Spec);
