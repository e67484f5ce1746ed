using System.Text.Json.Nodes;

namespace VaeMlNet.Report;

/// <summary>A chart of the page.</summary>
/// <param name="Id">The id of the HTML element that contains the chart: letters, digits and hyphens.</param>
/// <param name="Title">The heading of the chart.</param>
/// <param name="Description">The content of the chart in words, for screen readers.</param>
/// <param name="Spec">The Vega-Lite specification. The page adds colors and fonts.</param>
internal sealed record Chart(string Id, string Title, string Description, JsonObject Spec);
